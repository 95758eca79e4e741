/** What the main thread and the thread of the embedded database say to each other. */

export interface QueryResult {
  readonly rows: readonly Record<string, unknown>[];
  readonly rowCount: number;
}

/** What is kept of an error on its way between threads. */
export interface PlainError {
  readonly message: string;
  /** SQLSTATE. */
  readonly code?: string | undefined;
  /** Like ERROR; after a PANIC there is no database any more. */
  readonly severity?: string | undefined;
  readonly constraint?: string | undefined;
  readonly detail?: string | undefined;
  readonly table?: string | undefined;
}

export type Request =
  | {
      readonly kind: 'query';
      readonly id: number;
      readonly sql: string;
      readonly parameters: readonly unknown[];
    }
  /** Everything written so far is to be on the disk. */
  | { readonly kind: 'flush'; readonly id: number }
  | { readonly kind: 'close'; readonly id: number };

export type Reply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly error: PlainError }
  | { readonly kind: 'result'; readonly id: number; readonly result: QueryResult }
  | { readonly kind: 'error'; readonly id: number; readonly error: PlainError }
  | { readonly kind: 'notice'; readonly channel: string; readonly payload: string };

export interface WorkerData {
  /** Undefined: in memory. */
  readonly folder: string | undefined;
  readonly channels: readonly string[];
  /** To be read once and thrown away. */
  readonly isScratch: boolean;
  /** For a few statements. */
  readonly isBrief: boolean;
  /** Where there is none; otherwise that is an error with the code MISSING. */
  readonly mayCreate: boolean;
}
