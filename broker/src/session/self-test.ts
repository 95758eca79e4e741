/**
 * The broker's part of a device's self-test [SES-14]: listens to its tone, opens the model once, tells what it found, and
 * plays a tone back. No conversation: nothing is heard by the model, and nothing is kept.
 */
import {
  type Audio,
  AudioFlag,
  clipUtf8,
  type DeviceMessage,
  type Init,
  makeTone,
  maxBytesOf,
  Reason,
  type ReasonName,
  type SelfTestReport,
  type SelfTestStart,
  sequenceDifference,
  ToneMeter,
} from '@pipit/protocol';
import { randomUUID } from 'node:crypto';
import { DECODED_SAMPLE_RATE_HZ, type OpusDecoder, createOpusDecoder } from '../audio/opus.ts';
import type { Clock } from '../clock.ts';
import type { DeviceLink } from '../device/device-link.ts';
import {
  type ConversationSettings,
  ModelError,
  type ModelSession,
  type VoiceModel,
} from '../model/voice-model.ts';
import { Containment } from './containment.ts';
import { DeviceTime } from './device-time.ts';
import { Downlink, type DownlinkOptions } from './downlink/downlink.ts';
import { SessionLink } from './session-link.ts';

export interface SelfTestOptions {
  readonly link: DeviceLink;
  /** The selfTestStart. */
  readonly message: DeviceMessage;
  readonly model: VoiceModel;
  readonly settings: ConversationSettings;
  readonly codec: DownlinkOptions['codec'];
  readonly clock: Clock;
  /** Our own code failed: the test ends without a word. */
  readonly onFault?: (error: unknown) => void;
  /** Called once. */
  readonly onEnded: () => void;
}

/** The device's tone has ended when nothing of it came for so long [SES-14]. */
const QUIET_MS = 5000;
/** What is not known by then is reported as it is. */
const REPORT_DEADLINE_MS = 20_000;
/** How long the device may take to say that it has played our tone. */
const PLAYED_DEADLINE_MS = 5000;
/** A device need not hear more, whatever it asks for. */
const MAX_TONE_MS = 5000;
/** What silence is told as. */
const MIN_LEVEL_DBFS = -120;

const NOT_ASKED: SelfTestStart = {
  session: 0,
  frameDurationMs: 0,
  toneHz: 0,
  downlinkMs: 0,
  openModel: false,
};

interface ModelFinding {
  readonly reason: ReasonName;
  readonly text: string;
  readonly openMs: number | null;
}

export class SelfTest {
  /** Its audio has this session number. */
  readonly number: number;
  readonly #options: SelfTestOptions;
  readonly #request: SelfTestStart;
  readonly #contained = new Containment((error) => this.#failed(error));
  readonly #clock: Clock;
  readonly #decoder: OpusDecoder = createOpusDecoder();
  readonly #meter: ToneMeter;
  readonly #deviceTime: DeviceTime;
  readonly #opening = new AbortController();
  #nextSequence = 0;
  #framesReceived = 0;
  #toneEnded = false;
  #modelIsBusy = false;
  #model: ModelSession | undefined;
  #modelFinding: ModelFinding | undefined;
  #downlink: Downlink | undefined;
  #cancelQuiet: () => void;
  #cancelDeadline: () => void;
  #reported = false;
  #ended = false;

  constructor(options: SelfTestOptions) {
    const { body } = options.message;
    this.#options = options;
    this.#request = body.kind === 'selfTestStart' ? body.value : NOT_ASKED;
    this.number = this.#request.session;
    this.#clock = this.#contained.clock(options.clock);
    this.#meter = new ToneMeter(this.#request.toneHz, DECODED_SAMPLE_RATE_HZ);
    this.#deviceTime = new DeviceTime(new SessionLink(options.link), options.clock);
    this.#cancelQuiet = this.#clock.after(QUIET_MS, () => this.#toneIsOver());
    this.#cancelDeadline = this.#clock.after(REPORT_DEADLINE_MS, () => this.#report());
    if (this.#request.openModel) this.#openModel();
    else this.#modelFinding = { reason: 'UNSPECIFIED', text: '', openMs: null };
  }

  /** The packets are views that hold only until it returns. */
  audio(audio: Audio): void {
    if (this.#toneEnded || this.#ended) return;
    this.#contained.run(() => this.#listen(audio));
  }

  message({ body }: DeviceMessage): void {
    if (body.kind === 'playbackFinished' || body.kind === 'sessionClose') this.close();
  }

  /** Idempotent. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#cancelQuiet();
    this.#cancelDeadline();
    this.#opening.abort();
    this.#model?.abort();
    this.#downlink?.close();
    this.#decoder.close();
    this.#options.onEnded();
  }

  #failed(error: unknown): void {
    this.#options.onFault?.(error);
    this.close();
  }

  #listen(audio: Audio): void {
    const { link } = this.#options;
    this.#cancelQuiet();
    this.#cancelQuiet = this.#clock.after(QUIET_MS, () => this.#toneIsOver());
    this.#deviceTime.arrived(audio, this.#request.frameDurationMs || link.audio.frameDurationMs);
    for (const [i, packet] of audio.packets.entries()) {
      const sequence = (audio.sequence + i) >>> 0;
      if (sequenceDifference(sequence, this.#nextSequence) < 0) continue;
      this.#nextSequence = (sequence + 1) >>> 0;
      this.#framesReceived++;
      const pcm = this.#decoder.decode(packet);
      if (pcm) this.#meter.add(pcm);
    }
    if (audio.flags & AudioFlag.END) this.#toneIsOver();
  }

  #toneIsOver(): void {
    this.#cancelQuiet();
    this.#toneEnded = true;
    if (this.#modelFinding) this.#report();
  }

  #openModel(): void {
    const { model, settings } = this.#options;
    const startedMs = this.#clock.now();
    model
      .open({
        sessionId: randomUUID(),
        settings,
        history: null,
        place: 'second',
        onWaiting: () => (this.#modelIsBusy = true),
        onEvent: () => {},
        onEnded: () => {},
        signal: this.#opening.signal,
      })
      .then(
        (session) => {
          this.#model = session;
          this.#modelIsKnown({ reason: 'UNSPECIFIED', text: '', openMs: this.#clock.now() - startedMs });
          if (this.#ended) session.abort();
          else session.close().catch(() => session.abort());
        },
        (error: unknown) => {
          if (!(error instanceof ModelError)) throw error;
          this.#modelIsKnown({ reason: error.reason, text: error.message, openMs: null });
        },
      )
      .catch((error: unknown) => {
        this.#options.onFault?.(error);
        this.#modelIsKnown({ reason: 'INTERNAL', text: '', openMs: null });
      });
  }

  #modelIsKnown(finding: ModelFinding): void {
    this.#modelFinding ??= finding;
    if (this.#toneEnded) this.#contained.run(() => this.#report());
  }

  /** Then the tone is played, if one is wanted. */
  #report(): void {
    if (this.#reported || this.#ended) return;
    this.#reported = true;
    this.#toneEnded = true;
    this.#cancelQuiet();
    this.#cancelDeadline();
    this.#options.link.send(
      { kind: 'selfTestReport', value: this.#findings() },
      this.#options.message.messageId,
    );
    const downlinkMs = Math.min(this.#request.downlinkMs, MAX_TONE_MS);
    if (downlinkMs === 0) return this.close();
    this.#cancelDeadline = this.#clock.after(downlinkMs + PLAYED_DEADLINE_MS, () => this.close());
    this.#play(downlinkMs);
  }

  #findings(): Init<SelfTestReport> {
    const { share, levelDbfs } = this.#meter.measure;
    const { reason, text, openMs } = this.#modelFinding ?? this.#modelIsSilent();
    return {
      session: this.number,
      framesReceived: this.#framesReceived,
      framesLost: this.#nextSequence - this.#framesReceived,
      levelDbfs: Math.max(MIN_LEVEL_DBFS, Math.round(levelDbfs)),
      tonePercent: Math.round(share * 100),
      uplinkMs: Math.round(this.#deviceTime.uplinkMs ?? 0),
      modelOpened: openMs !== null,
      modelOpenMs: Math.round(openMs ?? 0),
      modelReason: Reason[reason],
      modelText: clipUtf8(text, maxBytesOf('SelfTestReport', 'modelText')),
    };
  }

  #modelIsSilent(): ModelFinding {
    if (!this.#modelIsBusy) return { reason: 'OPEN_TIMEOUT', text: '', openMs: null };
    const text =
      'All streams that the quota of the model allows are in use. Try again later, or raise the quota.';
    return { reason: 'MODEL_THROTTLED', text, openMs: null };
  }

  #play(durationMs: number): void {
    const { link, codec, model } = this.#options;
    const { outputSampleRateHz: sampleRateHz } = model.capabilities;
    this.#downlink = new Downlink({
      link,
      session: this.number,
      sampleRateHz,
      codec,
      maxBufferedMs: MAX_TONE_MS,
      clock: this.#clock,
      onFrameSent: () => {},
      onFirstFrame: () => {},
      onDrained: () => {},
      onStarved: () => {},
      onFed: () => {},
    });
    this.#downlink.start(1);
    this.#downlink.write(makeTone(this.#request.toneHz, durationMs, sampleRateHz));
    this.#downlink.end();
  }
}
