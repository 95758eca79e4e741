/**
 * The microphone's side of a session: frames into packets, packets into messages, and a count of what was not sent. While
 * there is no link the newest packets are kept and sent later.
 */
import {
  AudioFlag,
  MAX_OPUS_PACKET_BYTES,
  encodeAudio,
  opusPacketDurationMs,
  toWireTime,
} from '@pipit/protocol';
import type { Clock } from '../clock.ts';
import type { OpusEncoder } from '../codec/opus.ts';
import { DeviceError } from '../errors.ts';
import { PcmFramer } from './pcm-framer.ts';
import { type UplinkAudio, UplinkBacklog } from './uplink-backlog.ts';

export interface UplinkFigures {
  /** Packets given to the connection. */
  readonly sent: number;
  /** Frames not sent because the microphone was shut, the answer was playing, or the session was over. */
  readonly muted: number;
  /** Packets kept back because there was no connection; `sent` counts them, too, when they are. */
  readonly held: number;
  /** Packets sent once more after a lost connection, because they may have been on their way. */
  readonly resent: number;
  /** Oldest packets dropped because there was no connection for longer than audio is kept. */
  readonly offline: number;
  /** Newest packets dropped because the connection did not take them fast enough. */
  readonly blocked: number;
}

export interface UplinkOptions {
  readonly session: number;
  readonly clock: Clock;
  readonly sampleRateHz: number;
  readonly frameDurationMs: number;
  /** Undefined when the application sends packets only. */
  readonly encoder: OpusEncoder | undefined;
  /** Audio kept for the time after a lost link; 0 for none. */
  readonly holdMs: number;
  /** Asked for every frame. */
  readonly route: () => 'send' | 'hold' | 'drop';
  /** There is no link to send on, or none that has the session yet. */
  readonly isHeld: () => boolean;
  readonly send: (audio: Uint8Array) => 'sent' | 'offline' | 'blocked';
}

export class Uplink {
  readonly #options: UplinkOptions;
  readonly #framer: PcmFramer;
  readonly #backlog: UplinkBacklog;
  readonly #figures = { sent: 0, muted: 0, held: 0, resent: 0, offline: 0, blocked: 0 };
  #sequence = 0;
  /** Frames were left out on purpose since the last packet. */
  #paused = false;
  #mutedSamples = 0;

  constructor(options: UplinkOptions) {
    const { holdMs: capacityMs, frameDurationMs } = options;
    this.#options = options;
    this.#backlog = new UplinkBacklog({ capacityMs, frameDurationMs });
    this.#framer = new PcmFramer((options.sampleRateHz * options.frameDurationMs) / 1000);
  }

  get figures(): UplinkFigures {
    return { ...this.#figures };
  }

  /** @throws {DeviceError} INVALID_AUDIO when it is not one Opus packet of the session's frame duration. */
  sendPacket(packet: Uint8Array, capturedAtMs?: number): void {
    const { frameDurationMs, clock, route } = this.#options;
    const durationMs = opusPacketDurationMs(packet);
    if (durationMs !== frameDurationMs) {
      const what =
        durationMs === undefined
          ? `no Opus packet of 1 to ${MAX_OPUS_PACKET_BYTES} bytes`
          : `${durationMs} ms`;
      throw new DeviceError('INVALID_AUDIO', {
        detail: `${what}, the session has frames of ${frameDurationMs} ms`,
      });
    }
    if (route() === 'drop') return this.#mute(1);
    this.#transmit([packet], capturedAtMs ?? clock.now() - frameDurationMs, 0);
  }

  /** @throws {DeviceError} CODEC when the device was made without a codec; INVALID_AUDIO when it gets bytes or floats. */
  writePcm(pcm: Int16Array): void {
    const { clock, sampleRateHz, frameDurationMs, route } = this.#options;
    const encoder = this.#encoder();
    // A Buffer would be taken for samples of 8 bits, and heard as noise.
    if (pcm.BYTES_PER_ELEMENT !== 2) {
      throw new DeviceError('INVALID_AUDIO', { detail: 'samples come in an Int16Array' });
    }
    if (route() === 'drop') {
      this.#framer.clear();
      this.#mutedSamples += pcm.length;
      const frames = Math.floor((this.#mutedSamples * 1000) / sampleRateHz / frameDurationMs);
      this.#mutedSamples -= (frames * frameDurationMs * sampleRateHz) / 1000;
      return this.#mute(frames);
    }
    // The end of these samples is now; a frame in their midst was captured earlier.
    const now = clock.now();
    let leftSamples = pcm.length + this.#framer.pending;
    this.#framer.write(pcm, (frame) => {
      this.#transmit([encoder.encode(frame)], now - (leftSamples * 1000) / sampleRateHz, 0);
      leftSamples -= frame.length;
    });
  }

  /** [SES-5] Sends what is left of the last frame and marks the end of the user's turn. */
  endOfSpeech(): void {
    const { clock, frameDurationMs, encoder } = this.#options;
    const packets: Uint8Array[] = [];
    this.#framer.finish((frame) => packets.push(encoder!.encode(frame)));
    this.#transmit(packets, clock.now() - packets.length * frameDurationMs, AudioFlag.END);
    this.#paused = true;
  }

  /** The session has a link again. `again`: also what was sent last on the one before. */
  catchUp(again: boolean): void {
    for (const audio of this.#backlog.take(again)) {
      const result = this.#send(audio);
      this.#figures[audio.again && result === 'sent' ? 'resent' : result] += audio.packets.length;
    }
  }

  close(): void {
    this.#framer.clear();
    this.#backlog.clear();
    this.#options.encoder?.close();
  }

  #encoder(): OpusEncoder {
    const { encoder } = this.#options;
    if (!encoder) throw new DeviceError('CODEC', { detail: 'this device has no codec: use sendPacket()' });
    return encoder;
  }

  #mute(frames: number): void {
    this.#figures.muted += frames;
    this.#paused = true;
  }

  #transmit(packets: Uint8Array[], capturedAtMs: number, flags: number): void {
    const audio: UplinkAudio = {
      sequence: this.#sequence,
      capturedAtMs,
      packets,
      flags: this.#paused ? flags | AudioFlag.AFTER_SILENCE : flags,
    };
    // A packet that is dropped here leaves a gap in the sequence: the broker shall see that it is missing.
    this.#sequence = (this.#sequence + packets.length) >>> 0;
    this.#paused = false;
    const result = this.#options.isHeld() ? 'offline' : this.#send(audio);
    this.#figures[result === 'offline' ? 'held' : result] += packets.length;
    this.#figures.offline += this.#backlog.keep(audio, result !== 'offline');
  }

  #send({ sequence, capturedAtMs, packets, flags }: UplinkAudio): 'sent' | 'offline' | 'blocked' {
    const { session, send } = this.#options;
    const captureTimeMs = toWireTime(capturedAtMs);
    return send(encodeAudio({ session, sequence, captureTimeMs, packets, flags }));
  }
}
