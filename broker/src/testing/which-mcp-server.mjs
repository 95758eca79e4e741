// An MCP server that says which process it is: in a sandbox all have the same number, so each draws one.
import { randomInt } from 'node:crypto';
import { createInterface } from 'node:readline';

const which = randomInt(1e9);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize') {
    const { protocolVersion } = params;
    const serverInfo = { name: 'which', version: '1' };
    return send({ id, result: { protocolVersion, capabilities: { tools: {} }, serverInfo } });
  }
  const tools = [
    { name: 'which', description: 'Says which process it is.', inputSchema: { type: 'object' } },
  ];
  if (method === 'tools/list') return send({ id, result: { tools } });
  if (method === 'tools/call')
    send({ id, result: { content: [{ type: 'text', text: `process ${which}` }] } });
});
