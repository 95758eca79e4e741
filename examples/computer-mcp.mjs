// A small MCP server: docs/tools.md goes through it, and `npm run demo -- --tools` asks it.
import { McpServer } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { freemem, uptime } from 'node:os';

const server = new McpServer({ name: 'computer', version: '1.0.0' });
const counted = (count, unit) => `${count} ${unit}${count === 1 ? '' : 's'}`;
const text = (text) => ({ content: [{ type: 'text', text }] });

server.registerTool(
  'computer_uptime',
  { description: 'Says how long this computer has been running since it was started.' },
  () => {
    const minutes = Math.round(uptime() / 60);
    const hours = Math.floor(minutes / 60);
    const long = hours > 0 ? counted(hours, 'hour') : counted(minutes, 'minute');
    return text(`This computer has been running for ${long}.`);
  },
);

server.registerTool('free_memory', { description: 'Says how much memory of this computer is free.' }, () =>
  text(`${(freemem() / 2 ** 30).toFixed(1)} gigabytes of memory are free.`),
);

await server.connect(new StdioServerTransport());
