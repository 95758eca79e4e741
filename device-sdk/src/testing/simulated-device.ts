/**
 * A device without a codec, for tests and load: it says the same prepared packets again and again and counts what it
 * hears. Per frame it does no more than send one message.
 */
import { silentPacket } from '@pipit/protocol';
import { type Clock, systemClock, type Timer } from '../clock.ts';
import { type OpenSessionOptions, PipitDevice } from '../device.ts';
import type { PipitDeviceOptions } from '../device-options.ts';
import type { SessionMode } from '../session/device-session-state.ts';
import type { DeviceSession } from '../session/device-session.ts';

export interface SimulatedDeviceOptions
  extends Omit<PipitDeviceOptions, 'codec'>, Pick<OpenSessionOptions, 'resume' | 'turnReports'> {
  /** Opus packets of `frameDurationMs`; see `silentPackets` and `opusPackets`. */
  readonly utterance: readonly Uint8Array[];
  /** How a turn is ended: `mark` by the end of speech, `silence` by packets of silence. Default by mode. */
  readonly mode?: SessionMode;
}

export interface SimulatedTurn {
  /** From the last packet sent to the first packet heard. */
  readonly firstPacketMs: number;
  /** From the last packet sent to the first frame played. */
  readonly firstPlayedMs: number;
  readonly playedMs: number;
  readonly packetsSent: number;
}

export class SimulatedDevice {
  readonly device: PipitDevice;
  readonly #utterance: readonly Uint8Array[];
  readonly #frameDurationMs: number;
  readonly #mode: SessionMode;
  readonly #clock: Clock;
  readonly #wishes: Pick<OpenSessionOptions, 'resume' | 'turnReports'>;
  #session: DeviceSession | undefined;

  constructor(options: SimulatedDeviceOptions) {
    const { utterance, mode = 'PUSH_TO_TALK', resume, turnReports = false, ...deviceOptions } = options;
    this.#wishes = { turnReports, ...(resume && { resume }) };
    this.#utterance = utterance;
    this.#mode = mode;
    this.#clock = options.clock ?? systemClock;
    this.#frameDurationMs = options.frameDurationMs ?? 60;
    this.device = new PipitDevice({ ...deviceOptions, codec: 'none' });
  }

  get session(): DeviceSession | undefined {
    return this.#session;
  }

  /** Connects and opens the session. */
  async start(signal?: AbortSignal): Promise<void> {
    await this.device.connect(signal ? { signal } : {});
    this.#session = await this.device.openSession({ mode: this.#mode, ...this.#wishes });
    await this.#session.waitForState('LISTENING', signal);
  }

  /** Says the utterance in real time and hears the answer to its end. */
  async turn(signal?: AbortSignal): Promise<SimulatedTurn> {
    const session = this.#session;
    if (!session) throw new Error('Call start() first.');
    const packets = session.packets();
    try {
      session.startListening(this.#mode);
      await this.speak(signal);
      const spokenMs = this.#clock.now();
      const started = session.once('playbackStarted', signal);
      const finished = session.once('playbackFinished', signal);
      const heard = packets.next().then(() => this.#clock.now());
      // Whichever fails first is the turn's failure; the others must not be left unhandled.
      const [first, last, firstPacketAtMs] = await Promise.all([started, finished, heard]);
      return {
        firstPacketMs: firstPacketAtMs - spokenMs,
        firstPlayedMs: first.deviceTimeMs - spokenMs,
        playedMs: last.playedMs,
        packetsSent: this.#utterance.length,
      };
    } finally {
      await packets.return?.();
    }
  }

  /** Says the utterance in real time, then marks the end of speech. */
  speak(signal?: AbortSignal): Promise<void> {
    const session = this.#session;
    return new Promise((resolve, reject) => {
      if (!session) return reject(new Error('Call start() first.'));
      const startMs = this.#clock.now();
      let sent = 0;
      let timer: Timer | undefined;
      const onAbort = () => {
        timer?.cancel();
        reject(signal!.reason as Error);
      };
      const next = () => {
        const packet = this.#utterance[sent++];
        if (packet && session.state !== 'ENDED') {
          session.sendPacket(packet);
          timer = this.#clock.after(startMs + sent * this.#frameDurationMs - this.#clock.now(), next);
          return;
        }
        signal?.removeEventListener('abort', onAbort);
        session.stopListening();
        resolve();
      };
      if (signal?.aborted) return onAbort();
      signal?.addEventListener('abort', onAbort, { once: true });
      next();
    });
  }

  async close(): Promise<void> {
    await this.#session?.close();
    await this.device.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

/** Valid Opus packets of silence: SILK wideband frames without content, which a decoder fades to silence. */
export function silentPackets(count: number, frameDurationMs: 20 | 40 | 60): Uint8Array[] {
  return Array.from({ length: count }, () => silentPacket(frameDurationMs));
}
