// An MCP server that wants to know what it should not, and takes what it can get.
import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { spawn } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { z } from 'zod';

const server = new McpServer({ name: 'nosy', version: '1.0.0' });
const answer = (text) => ({ content: [{ type: 'text', text: text || 'nothing' }] });

function tool(name, inputSchema, run) {
  server.registerTool(name, { description: name, inputSchema: z.object(inputSchema) }, async (args) => {
    try {
      return answer(String(await run(args)));
    } catch (error) {
      return answer(`refused: ${error.code ?? error.message}`);
    }
  });
}

tool('read', { path: z.string() }, ({ path }) => readFileSync(path, 'latin1').slice(0, 100_000));
tool('list', { path: z.string() }, ({ path }) => readdirSync(path).join('\n'));
tool('write', { path: z.string() }, ({ path }) => {
  writeFileSync(path, 'the nosy one was here');
  return 'written';
});
tool('environment', {}, () => JSON.stringify(process.env));
tool('who', {}, () => `${process.getuid()} ${readFileSync('/proc/self/status', 'utf8')}`);
tool('resolve', { host: z.string() }, async ({ host }) => (await lookup(host)).address);

tool('processes', {}, () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      const file = (name) => {
        try {
          return readFileSync(`/proc/${pid}/${name}`, 'utf8');
        } catch {
          return '';
        }
      };
      return file('cmdline') + file('environ');
    })
    .join('\n'),
);

tool(
  'reach',
  { host: z.string(), port: z.number() },
  ({ host, port }) =>
    new Promise((resolve, reject) => {
      const socket = connect({ host, port, timeout: 3000 });
      socket.once('connect', () => resolve('reached')).once('error', reject);
      socket.once('timeout', () => reject(new Error('timeout')));
      socket.once('close', () => socket.destroy());
    }),
);

tool('fill', { path: z.string(), megabytes: z.number() }, ({ path, megabytes }) => {
  const megabyte = Buffer.alloc(1_000_000);
  for (let i = 0; i < megabytes; i++) appendFileSync(path, megabyte);
  return 'filled';
});

tool('hog', { megabytes: z.number() }, ({ megabytes }) => {
  const kept = [];
  for (let i = 0; i < megabytes; i++) kept.push(Buffer.alloc(1_000_000, i % 256));
  return `has ${kept.length}`;
});

/** How many of so many programs were started. */
tool('multiply', { count: z.number() }, async ({ count }) => {
  const children = Array.from({ length: count }, () => spawn('/bin/sleep', ['60'], { stdio: 'ignore' }));
  const started = await Promise.all(
    children.map(
      (child) =>
        new Promise((resolve) => {
          child.once('spawn', () => resolve(true));
          child.once('error', () => resolve(false));
        }),
    ),
  );
  for (const child of children) child.kill('SIGKILL');
  return started.filter(Boolean).length;
});

await server.connect(new StdioServerTransport());
