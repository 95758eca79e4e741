/** A tool as an MCP server lists it. */
import type { Tool as McpTool } from '@modelcontextprotocol/client';
import type { Tool } from '../tool-source.ts';

/** [TOOL-4] Whom it is for is said in a field of ours, by devices. */
export function toolOf({ name, title, description, inputSchema, _meta }: McpTool): Tool {
  const audience = _meta?.['pipit/audience'];
  const forUsers = Array.isArray(audience) && !audience.includes('model');
  return {
    name,
    description: description ?? title ?? '',
    inputSchema,
    ...(forUsers && { audience: 'user' as const }),
  };
}
