/** What an application offers the model, or people, to do with its device. */
import { DeviceError } from '../errors.ts';

/** A JSON schema. */
export type ToolSchema = Readonly<Record<string, unknown>>;

export interface DeviceToolOptions {
  /** When and what for, in a sentence: a model decides by it. */
  readonly description: string;
  /** Of each argument, by its name; a text says only that it is one. Default: no arguments. */
  readonly input?: Readonly<Record<string, ToolSchema | 'string' | 'number' | 'integer' | 'boolean'>>;
  /** Arguments that must be there. Default: all of `input`. */
  readonly required?: readonly string[];
  /** `user`: for people, and never shown to a model. Default `model`. */
  readonly audience?: 'model' | 'user';
  /** After which the call fails. Default 20000. */
  readonly timeoutMs?: number;
}

export interface ToolCallContext {
  /** Nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/**
 * The arguments are as the model wrote them: check what matters. What it returns is anything that has JSON; what it
 * throws is told to the model in the words of the error.
 */
export type DeviceToolHandler = (
  args: Readonly<Record<string, unknown>>,
  context: ToolCallContext,
) => unknown;

export interface DeviceTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: ToolSchema;
  readonly audience: 'model' | 'user';
  readonly timeoutMs: number;
  readonly handler: DeviceToolHandler;
}

const DEFAULT_TIMEOUT_MS = 20_000;
const MAX_TOOL_BYTES = 2000;

/** @throws {DeviceError} INVALID_OPTION */
export function deviceTool(
  name: string,
  {
    description,
    input = {},
    required = Object.keys(input),
    audience = 'model',
    timeoutMs,
  }: DeviceToolOptions,
  handler: DeviceToolHandler,
): DeviceTool {
  const properties = Object.fromEntries(
    Object.entries(input).map(([key, schema]) => [
      key,
      typeof schema === 'string' ? { type: schema } : schema,
    ]),
  );
  const tool: DeviceTool = {
    name,
    description,
    inputSchema: { type: 'object', properties, required },
    audience,
    timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
    handler,
  };
  const problem = problemOf(tool);
  if (problem)
    throw new DeviceError('INVALID_OPTION', { detail: `tool ${JSON.stringify(name)}: ${problem}` });
  return tool;
}

function problemOf({ name, description, inputSchema, timeoutMs }: DeviceTool): string | undefined {
  if (!/^[A-Za-z0-9_.-]{1,64}$/.test(name)) return 'use 1 to 64 of letters, digits, _ . and - for its name';
  if (typeof description !== 'string' || description.trim() === '')
    return 'say in `description` what it does';
  const { properties, required } = inputSchema as { properties: object; required: readonly string[] };
  const unknown = required.find((key) => !(key in properties));
  if (unknown !== undefined) return `"${unknown}" is required, and not in \`input\``;
  if (!(timeoutMs > 0)) return 'timeoutMs: use more than 0';
  const bytes = new TextEncoder().encode(JSON.stringify({ name, description, inputSchema })).length;
  return bytes > MAX_TOOL_BYTES ? `it takes ${bytes} bytes, of ${MAX_TOOL_BYTES}: say less of it` : undefined;
}
