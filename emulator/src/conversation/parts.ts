/**
 * The parts of a simulated conversation: what hears, what thinks, what speaks.
 * The session (`nova/`) knows only these interfaces; `ears/`, `mind/` and `voice/` implement them.
 * All audio is 16-bit mono PCM, one `Int16Array` element a sample.
 */

/** How long a pause ends the user's turn; Nova's names. */
export type EndpointingSensitivity = 'HIGH' | 'MEDIUM' | 'LOW';

/** What ears tell; offsets are milliseconds of input audio since `listen()`. */
export type HearingEvent =
  | { kind: 'speechStart'; atMs: number }
  /** The user's turn is over: speech ended at `atMs`, which was certain at `detectedAtMs`. */
  | { kind: 'speechEnd'; atMs: number; detectedAtMs: number }
  /** The words of the turn that just ended; empty when nothing intelligible was said. */
  | { kind: 'transcript'; text: string };

export interface ListenOptions {
  readonly sampleRateHz: number;
  readonly endpointing: EndpointingSensitivity;
  readonly onEvent: (event: HearingEvent) => void;
}

export interface Listener {
  /** Takes the next samples, of any length. Never blocks and never throws. */
  push(pcm: Int16Array): void;
  /** Idempotent; no event follows. */
  close(): void;
}

export interface Ears {
  listen(options: ListenOptions): Listener;
  close(): Promise<void>;
}

export interface SpeakOptions {
  readonly voiceId: string;
  readonly sampleRateHz: number;
  readonly signal: AbortSignal;
}

export interface Voice {
  /** Speech for one sentence, in chunks, as fast as it can be made. Ends early, without throwing, when aborted. */
  speak(text: string, options: SpeakOptions): AsyncIterable<Int16Array>;
  close(): Promise<void>;
}

export interface Message {
  readonly role: 'USER' | 'ASSISTANT';
  readonly text: string;
}

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of the input. */
  readonly inputSchema: unknown;
}

/** One thing the mind does in its turn. */
export type MindStep =
  | { kind: 'say'; text: string }
  /** The session answers `next()` with the tool's result: the JSON text that the client sent. */
  | { kind: 'call'; toolName: string; input: Record<string, unknown> };

export interface MindTurn {
  readonly systemPrompt: string;
  /** All that was said before and the user's new message as the last entry. */
  readonly history: readonly Message[];
  readonly tools: readonly ToolSpec[];
  readonly signal: AbortSignal;
}

/** A mind is made per conversation, so it may remember. */
export interface Mind {
  reply(turn: MindTurn): AsyncGenerator<MindStep, void, string | undefined>;
}
