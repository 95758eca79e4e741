/** Calls that no source gets to see. */
import type { CalledTool, ToolOutcome } from './tool-call.ts';
import { ToolError } from './tool-source.ts';

const failing = (code: ToolError['code'], message: string) => ({
  call: () => Promise.reject(new ToolError(code, message)),
});

export const noTool = { source: failing('UNKNOWN_TOOL', 'There is no such tool now.'), name: '' };

export const ended: ToolOutcome = {
  json: '{"error":"The conversation has ended."}',
  code: 'CANCELLED',
  durationMs: 0,
};

export const tooMany: CalledTool = {
  source: failing('UNAVAILABLE', 'Too many tools are running already. Try again when one is done.'),
  name: '',
  input: '{}',
  cancelled: new AbortController().signal,
};
