/**
 * Tool calls that wait for their results. A call outlives the stream that made it: its result then goes to the present
 * stream as text, which never made that call.
 */
import type { ModelStream } from './model-stream.ts';

interface Call {
  readonly name: string;
  readonly stream: ModelStream;
  /** It came while there was no stream. */
  result?: string;
}

/** A model that calls without end forgets its oldest calls. */
const MAX_CALLS = 32;

export class PendingTools {
  readonly #calls = new Map<string, Call>();

  get size(): number {
    return this.#calls.size;
  }

  asked(toolUseId: string, name: string, stream: ModelStream): void {
    this.#calls.set(toolUseId, { name, stream });
    const [oldest] = this.#calls.keys();
    if (this.#calls.size > MAX_CALLS) this.#calls.delete(oldest!);
  }

  /** False when there is no such call. While there is no stream, the result waits for the next one. */
  answer(toolUseId: string, json: string, current: ModelStream | undefined): boolean {
    const call = this.#calls.get(toolUseId);
    if (!call) return false;
    if (!current) {
      call.result ??= json;
      return true;
    }
    this.#calls.delete(toolUseId);
    if (call.stream === current) current.sendToolResult(toolUseId, json);
    else current.sendText(`The result of the tool ${call.name}, which you called before, is: ${json}`);
    return true;
  }

  /** There is a stream again. */
  deliver(current: ModelStream | undefined): void {
    for (const [toolUseId, { result }] of this.#calls) {
      if (result !== undefined) this.answer(toolUseId, result, current);
    }
  }
}
