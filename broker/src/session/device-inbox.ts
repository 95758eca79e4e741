/**
 * What comes over one connection, on its way to the session that it names. What comes before its session is there
 * waits, a second or so; beyond that the oldest audio, and the newest message, is dropped.
 */
import type { Audio, DeviceMessage } from '@pipit/protocol';
import type { SelfTest } from './self-test.ts';
import { VoiceSession } from './voice-session.ts';

/** Audio may overtake the message that opens its session, and a stored conversation takes a moment to be found. */
const MAX_EARLY_AUDIO = 24;
const MAX_EARLY_MESSAGES = 32;

export class DeviceInbox {
  readonly #onDropped: (what: 'audio' | 'message') => void;
  #current: VoiceSession | SelfTest | undefined;
  #expected: number | undefined;
  #audio: Audio[] = [];
  #messages: DeviceMessage[] = [];

  constructor(onDropped: (what: 'audio' | 'message') => void) {
    this.#onDropped = onDropped;
  }

  get session(): VoiceSession | undefined {
    return this.#current instanceof VoiceSession ? this.#current : undefined;
  }

  /** The session that is looked for. */
  get expected(): number | undefined {
    return this.#expected;
  }

  /** Hot path. */
  audio(audio: Audio): void {
    if (this.#current?.number === audio.session) return this.#current.audio(audio);
    if (this.#audio.push(copyOf(audio)) <= MAX_EARLY_AUDIO) return;
    this.#audio.shift();
    this.#onDropped('audio');
  }

  /** False when there is no such session, and none is looked for. */
  message(session: number, message: DeviceMessage): boolean {
    if (this.#current?.number === session) this.#current.message(message);
    else if (this.#expected !== session) return false;
    else if (this.#messages.length < MAX_EARLY_MESSAGES) this.#messages.push(message);
    else this.#onDropped('message');
    return true;
  }

  expect(session: number): void {
    this.#expected = session;
    this.#messages = [];
  }

  forget(): void {
    this.#expected = undefined;
    this.#messages = [];
    if (!this.session) this.#current = undefined;
  }

  open(session: VoiceSession | SelfTest): void {
    this.#current = session;
    this.#expected = undefined;
    const audio = this.#audio.filter((early) => early.session === session.number);
    const messages = this.#messages;
    this.#audio = [];
    this.#messages = [];
    for (const message of messages) session.message(message);
    for (const early of audio) session.audio(early);
  }

  close(): void {
    this.forget();
    this.#current = undefined;
    this.#audio = [];
  }
}

/** The packets are views of a buffer that will be used again, and the fields may live on the prototype. */
function copyOf({ session, generation, sequence, captureTimeMs, flags, packets }: Audio): Audio {
  const copies = packets.map((packet) => Uint8Array.from(packet));
  return { session, generation, sequence, captureTimeMs, flags, packets: copies };
}
