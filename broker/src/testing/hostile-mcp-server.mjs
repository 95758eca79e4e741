// An MCP server that means harm; how, is its first argument. The second are its words, for one that repeats.
import { createInterface } from 'node:readline';

const [how, words] = process.argv.slice(2);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const tool = (name) => ({ name, description: 'x', inputSchema: { type: 'object' } });

if (how === 'crash') {
  process.stderr.write('no such key in the configuration\n');
  process.exit(3);
}
if (how === 'repeats') {
  process.stderr.write(words);
  process.exit(3);
}
if (how === 'silent') setInterval(() => {}, 1000);
if (how === 'garbage')
  setInterval(() => {
    for (let i = 0; i < 1000; i++) process.stdout.write('{"not json\n');
  }, 5);

function flood() {
  const data = 'x'.repeat(10_000);
  const line = JSON.stringify({
    jsonrpc: '2.0',
    method: 'notifications/message',
    params: { level: 'info', data },
  });
  const out = how === 'chatty' ? process.stdout : process.stderr;
  const write = () => {
    while (out.write(`${line}\n`));
    out.once('drain', write);
  };
  setImmediate(write);
}

createInterface({ input: process.stdin }).on('line', (line) => {
  if (how === 'silent') return;
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') {
    const { protocolVersion } = params;
    return send({
      id,
      result: { protocolVersion, capabilities: { tools: {} }, serverInfo: { name: how, version: '1' } },
    });
  }
  if (method === 'tools/list') {
    if (how === 'many')
      return send({ id, result: { tools: Array.from({ length: 10_000 }, (_, i) => tool(`tool_${i}`)) } });
    if (how === 'pages')
      return send({ id, result: { tools: [tool(`tool_${Math.random()}`)], nextCursor: 'again' } });
    if (how === 'mute-list') return;
    if (how === 'wrong') return send({ id, result: { tools: [{ name: 7 }, 'tool'] } });
    if (how === 'chatty' || how === 'complains') flood();
    return send({ id, result: { tools: [tool('do')] } });
  }
  // Everything but a call.
  if (how === 'slow' && method === 'ping') return send({ id, result: {} });
  if (how === 'hangs' && method === 'tools/call') for (;;);
  if (method !== 'tools/call') return;
  if (how === 'huge')
    return send({ id, result: { content: [{ type: 'text', text: 'x'.repeat(20_000_000) }] } });
  if (how === 'endless') {
    process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":"`);
    return setInterval(() => process.stdout.write('x'.repeat(100_000)), 1);
  }
  if (how === 'dies') process.exit(1);
  if (how === 'twice')
    for (let i = 0; i < 3; i++) send({ id, result: { content: [{ type: 'text', text: `answer ${i}` }] } });
  // 'never': no answer.
});
