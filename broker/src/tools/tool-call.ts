/** One call of a tool, from what the model wrote to the text that it gets back. */
import type { Clock } from '../clock.ts';
import { ToolError, type ToolErrorCode, type ToolSource } from './tool-source.ts';

export interface ToolCallSettings {
  readonly timeoutMs: number;
  /** Of the result as JSON text, in UTF-8; what is more is cut off. */
  readonly maxResultBytes: number;
}

export interface CalledTool {
  readonly source: Pick<ToolSource, 'call'>;
  /** As the source calls it. */
  readonly name: string;
  /** As the model wrote it. */
  readonly input: string;
  /** Nobody wants the result any more. */
  readonly cancelled: AbortSignal;
}

export interface ToolOutcome {
  /** JSON text, always: Amazon Nova refuses anything else. */
  readonly json: string;
  /** Undefined when it went well. */
  readonly code: ToolErrorCode | undefined;
  readonly durationMs: number;
}

/** Never rejects; over after `timeoutMs`, whatever the source does. */
export async function runTool(
  { source, name, input, cancelled }: CalledTool,
  { timeoutMs, maxResultBytes }: ToolCallSettings,
  clock: Clock,
): Promise<ToolOutcome> {
  const startedAt = clock.now();
  const over = (json: string, code?: ToolErrorCode): ToolOutcome => ({
    json,
    code,
    durationMs: Math.round(clock.now() - startedAt),
  });
  const stop = new AbortController();
  const tooLate = new ToolError('TIMEOUT', `There was no answer within ${Math.round(timeoutMs / 1000)} s.`);
  const cancel = clock.after(timeoutMs, () => stop.abort(tooLate));
  const signal = AbortSignal.any([cancelled, stop.signal]);
  try {
    const args = argumentsOf(input);
    if (signal.aborted) throw cancellation();
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(stop.signal.aborted ? tooLate : cancellation()), {
        once: true,
      });
    });
    // A source that throws at once leaves nobody who waits for it.
    aborted.catch(() => {});
    // A source that does not listen to the signal is not waited for.
    const result = await Promise.race([source.call(name, args, { signal }), aborted]);
    return over(resultText(result, maxResultBytes));
  } catch (error) {
    const known =
      error instanceof ToolError ? error : new ToolError('FAILED', 'The tool failed.', { cause: error });
    return over(JSON.stringify({ error: known.message.slice(0, MAX_ERROR_CHARS) }), known.code);
  } finally {
    cancel();
    // Whoever still works for nobody hears of it.
    stop.abort();
  }
}

const MAX_ERROR_CHARS = 500;

const cancellation = (): ToolError => new ToolError('CANCELLED', 'The call was cancelled.');

/**
 * The arguments as an object. Models sometimes encode them twice, and write nothing where there are none.
 * @throws {ToolError} INVALID_ARGUMENTS
 */
export function argumentsOf(input: string): Record<string, unknown> {
  let value: unknown = input.trim() === '' ? {} : input;
  for (let layer = 0; layer < 2 && typeof value === 'string'; layer++) {
    try {
      value = JSON.parse(value);
    } catch (cause) {
      throw new ToolError('INVALID_ARGUMENTS', 'The arguments are not JSON.', { cause });
    }
  }
  if (value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ToolError('INVALID_ARGUMENTS', 'The arguments are no object.');
  return value as Record<string, unknown>;
}

/** An object: what else JSON may be, models take for nothing. */
const objectOf = (result: unknown): unknown => {
  if (typeof result !== 'object' || result === null) return result === undefined ? {} : { result };
  return Array.isArray(result) ? { result } : result;
};

/** @throws {ToolError} BAD_ANSWER */
function resultText(result: unknown, maxBytes: number): string {
  let text: string | undefined;
  try {
    text = JSON.stringify(objectOf(result));
  } catch (cause) {
    throw new ToolError('BAD_ANSWER', 'The answer of the tool cannot be read.', { cause });
  }
  if (text === undefined) throw new ToolError('BAD_ANSWER', 'The answer of the tool cannot be read.');
  if (Buffer.byteLength(text) <= maxBytes) return text;
  // Still JSON, and it says that there was more.
  const words = typeof result === 'string' ? result : text;
  for (let chars = Math.min(words.length, maxBytes); ; chars = Math.floor(chars * 0.8)) {
    const cut = JSON.stringify({ beginning: words.slice(0, chars).toWellFormed(), cut: true });
    if (Buffer.byteLength(cut) <= maxBytes || chars === 0) return cut;
  }
}
