/**
 * A room with a loudspeaker and a microphone: what the device plays comes back into its microphone, softer and later.
 * In real time, at 16 kHz.
 */
import { type AudioSink, type DeviceSession, delay, systemClock } from '@pipit/device-sdk';

export interface EchoRoomOptions {
  /** Of the echo against what is played. */
  readonly levelDb: number;
  readonly delayMs: number;
}

export const SAMPLE_RATE_HZ = 16_000;
const SAMPLES_PER_MS = SAMPLE_RATE_HZ / 1000;
const STEP_MS = 20;
/** What sounds within the last seconds. */
const LENGTH = 8 * SAMPLE_RATE_HZ;
/** A frame that comes within this of the end of the one before follows on. */
const SEAM_MS = 70;

export class EchoRoom {
  readonly #options: EchoRoomOptions;
  readonly #startedAt = performance.now();
  readonly #sound = new Int16Array(LENGTH);
  #playedUntil = 0;
  #user: { readonly pcm: Int16Array; at: number; readonly done: () => void } | undefined;

  constructor(options: EchoRoomOptions) {
    this.#options = options;
  }

  readonly loudspeaker: AudioSink = {
    open() {},
    write: (pcm) => {
      const now = this.#sampleNow();
      const follows = Math.abs(now - this.#playedUntil) < SEAM_MS * SAMPLES_PER_MS;
      const from = follows ? this.#playedUntil : now;
      for (let i = 0; i < pcm.length; i++) this.#sound[(from + i) % LENGTH] = pcm[i]!;
      this.#playedUntil = from + pcm.length;
    },
    close() {},
  };

  /** The user speaks these samples, beginning now. Resolves at their end. */
  say(pcm: Int16Array): Promise<void> {
    return new Promise((done) => (this.#user = { pcm, at: 0, done }));
  }

  /** The microphone, open until the signal comes or the session ends. */
  async listen(session: DeviceSession, signal: AbortSignal): Promise<void> {
    let heardUntil = this.#sampleNow();
    while (!signal.aborted && session.state !== 'ENDED') {
      await delay(systemClock, STEP_MS, signal).catch(() => {});
      const now = this.#sampleNow();
      if (now > heardUntil) session.writePcm(this.#hear(heardUntil, now - heardUntil));
      heardUntil = now;
    }
  }

  #hear(from: number, length: number): Int16Array {
    const { levelDb, delayMs } = this.#options;
    const gain = 10 ** (levelDb / 20);
    const user = this.#user;
    const pcm = new Int16Array(length);
    for (let i = 0; i < length; i++) {
      const echoed = from + i - delayMs * SAMPLES_PER_MS;
      const slot = (echoed + LENGTH) % LENGTH;
      const sample = gain * (this.#sound[slot] ?? 0) + (user?.pcm[user.at + i] ?? 0);
      pcm[i] = Math.max(-32_768, Math.min(32_767, sample));
      // It has faded when the ring comes round to it.
      if (echoed >= 0) this.#sound[slot] = 0;
    }
    if (user && (user.at += length) >= user.pcm.length) {
      this.#user = undefined;
      user.done();
    }
    return pcm;
  }

  #sampleNow(): number {
    return Math.floor((performance.now() - this.#startedAt) * SAMPLES_PER_MS);
  }
}
