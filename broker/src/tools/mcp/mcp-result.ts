/** What a tool of an MCP server answered, as something that a model can speak about. */
import type { CallToolResult } from '@modelcontextprotocol/client';
import { ToolError } from '../tool-source.ts';

type Content = CallToolResult['content'][number];

/** @throws {ToolError} FAILED when the tool says that it failed */
export function resultOf({ content, structuredContent, isError }: CallToolResult): unknown {
  const parts = (Array.isArray(content) ? content : []).map(partOf);
  if (isError) {
    const words = parts.filter((part) => typeof part === 'string').join(' ');
    throw new ToolError('FAILED', words || 'The tool says that it failed, and not why.');
  }
  if (structuredContent !== undefined) return structuredContent;
  if (parts.length === 1) return typeof parts[0] === 'string' ? jsonOr(parts[0]) : parts[0];
  return parts;
}

/** What cannot be said aloud is named. */
function partOf(part: Content): unknown {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'resource':
      return 'text' in part.resource ? part.resource.text : { resource: part.resource.uri };
    case 'resource_link':
      return { resource: part.uri, name: part.name };
    case 'image':
    case 'audio':
      return { [part.type]: part.mimeType, note: 'It cannot be shown here.' };
    default:
      return { kind: String((part as { type?: unknown }).type) };
  }
}

/** Many servers put JSON into a text: a model reads it better as what it is. */
function jsonOr(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
