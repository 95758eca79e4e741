/** What a session tells the broker: each of its messages as a method. Audio goes by the uplink. */
import {
  type BodyInit,
  type DeviceBody,
  InterruptCause,
  ListenMode,
  Reason,
  toWireTime,
} from '@pipit/protocol';
import type { PlaybackMark } from '../playout/playout.ts';
import type { SessionInterruptCause, SessionMode } from './device-session-state.ts';

export class SessionOutbox {
  readonly #session: number;
  readonly #send: (body: BodyInit<DeviceBody>) => void;

  constructor(session: number, send: (body: BodyInit<DeviceBody>) => void) {
    this.#session = session;
    this.#send = send;
  }

  open(mode: SessionMode, frameDurationMs: number): void {
    this.#send({
      kind: 'sessionOpen',
      value: { session: this.#session, frameDurationMs, mode: ListenMode[mode] },
    });
  }

  close(): void {
    this.#send({ kind: 'sessionClose', value: { session: this.#session, reason: Reason.REQUESTED } });
  }

  listenStart(mode: SessionMode): void {
    this.#send({ kind: 'listenStart', value: { session: this.#session, mode: ListenMode[mode] } });
  }

  listenStop(): void {
    this.#send({ kind: 'listenStop', value: { session: this.#session } });
  }

  interrupt(cause: SessionInterruptCause): void {
    this.#send({ kind: 'interrupt', value: { session: this.#session, cause: InterruptCause[cause] } });
  }

  flushed(generation: number, playedMs: number): void {
    this.#send({ kind: 'flushed', value: { session: this.#session, generation, playedMs } });
  }

  playback(kind: 'playbackStarted' | 'playbackProgress' | 'playbackFinished', mark: PlaybackMark): void {
    const { generation, playedMs } = mark;
    const value = { session: this.#session, generation, deviceTimeMs: toWireTime(mark.deviceTimeMs) };
    if (kind === 'playbackStarted') this.#send({ kind, value });
    else this.#send({ kind, value: { ...value, playedMs } });
  }
}
