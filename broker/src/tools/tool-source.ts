/**
 * Where tools come from: a device, an MCP server, a service. Whoever offers them to a model sees only this, so that a
 * source of another kind needs no change anywhere else.
 */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface Tool {
  /** Of the source; any text. */
  readonly name: string;
  readonly description: string;
  /** Of the arguments, an object. As the source said it: nothing about it is sure. */
  readonly inputSchema: JsonSchema;
  /** For people: never shown to a model. Default: for the model. */
  readonly audience?: 'user' | undefined;
}

export interface ToolProgress {
  /** Of `total`, where that is known. */
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

export interface ToolCallOptions {
  /** The deadline, or nobody wants it any more: the source stops the call as well as it can. */
  readonly signal: AbortSignal;
  readonly onProgress?: ((progress: ToolProgress) => void) | undefined;
}

export interface ToolSource {
  /** The same for the life of the source, like `device` or `mcp:weather`: for logs, figures, and to tell apart. */
  readonly id: string;
  /** In front of names that another source has as well. */
  readonly prefix: string;
  /** How long a call of it may take, where that is not as long as others. */
  readonly timeoutMs?: number | undefined;
  /** It thinks for itself: other agents do not get its tools. */
  readonly isAgent?: boolean | undefined;
  /** The same array has the same tools. @throws {ToolError} when it cannot be reached */
  list(signal: AbortSignal): Promise<readonly Tool[]>;
  /** What it answers, as anything that has JSON. @throws {ToolError} */
  call(name: string, args: Readonly<Record<string, unknown>>, options: ToolCallOptions): Promise<unknown>;
  /** Its list has changed, or it can be reached again. Returns the function that removes the listener. */
  onChanged(listener: () => void): () => void;
}

export type ToolErrorCode =
  /** The source cannot be reached. */
  | 'UNAVAILABLE'
  /** No answer in time. */
  | 'TIMEOUT'
  | 'CANCELLED'
  /** There is no such tool. */
  | 'UNKNOWN_TOOL'
  /** The arguments do not fit. */
  | 'INVALID_ARGUMENTS'
  /** The tool says that it failed; `message` is what it said. */
  | 'FAILED'
  /** The answer is too large, or no answer at all. */
  | 'BAD_ANSWER';

/** Why a call has no result. The model is told `message`, so it holds no secret and no path of ours. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ToolErrorCode;

  constructor(code: ToolErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
