/**
 * Tries each leg between the device and its answer, one after the other, and says which fails [SES-14]. A failed leg is a
 * finding, not an error.
 */
import { type Audio, type BrokerBody, type HelloAck, type SelfTestReport, toWireTime } from '@pipit/protocol';
import { closeCodec, type SessionCodec } from '../codec/session-codec.ts';
import type { ReadyConnection } from '../connection/connection-keeper.ts';
import { type BrokerRefusal, DeviceConnection } from '../connection/device-connection.ts';
import { helloOf } from '../connection/hello.ts';
import type { DeviceSettings } from '../device-options.ts';
import { DeviceError } from '../errors.ts';
import type { ClockOffset } from '../events.ts';
import type { AudioFormat } from '../playout/audio-sink.ts';
import type { PlaybackMark } from '../playout/playout.ts';
import { DownlinkProbe } from './downlink-probe.ts';
import { CHECK_NETWORK, downlinkFinding, modelFinding, playbackFinding, uplinkFinding } from './findings.ts';
import { LegFailure, LegLog, type SelfTestLeg, type SelfTestLegName, type SelfTestResult } from './legs.ts';
import { Mailbox } from './mailbox.ts';
import { sendTone } from './send-tone.ts';
import { reachFailure, signInFailure, unreachable } from './sign-in-failure.ts';

export interface SelfTestOptions {
  /** Of the tone, each way: 100 to 5000. Default 1000. */
  readonly toneMs?: number;
  /** 100 to 3500. Default 1000. */
  readonly toneHz?: number;
  /** Opens the model once, which costs a request of its quota. Default true. */
  readonly openModel?: boolean;
  /** For each leg, apart from the model's, which the broker limits. Default 10000. */
  readonly timeoutMs?: number;
  /** Called with each leg as soon as it is known. */
  readonly onLeg?: (leg: SelfTestLeg) => void;
  readonly signal?: AbortSignal;
}

export const SELF_TEST_DEFAULTS = {
  toneMs: 1000,
  toneHz: 1000,
  openModel: true,
  timeoutMs: 10_000,
} as const satisfies SelfTestOptions;

/** What the numbers may be; the broker plays no more than five seconds. */
const RANGES = { toneMs: [100, 5000], toneHz: [100, 3500], timeoutMs: [1, 600_000] } as const;

/** What the device lends for the time of the test. */
export interface SelfTestSetting {
  readonly settings: DeviceSettings;
  /** Chosen like that of a session. */
  readonly number: number;
  readonly options: SelfTestOptions;
  /** The connection that is there; else the test makes one of its own. */
  readonly present: ReadyConnection | undefined;
  readonly formatOf: (ack: HelloAck) => AudioFormat;
  /** @throws {DeviceError} CODEC */
  readonly codec: (format: AudioFormat) => Promise<SessionCodec>;
}

interface Mail {
  reached: undefined;
  ready: HelloAck;
  offset: ClockOffset;
  report: SelfTestReport;
  complete: undefined;
  heard: PlaybackMark;
  acknowledged: undefined;
}

/** The broker reports after 20 seconds at the latest. */
const REPORT_TIMEOUT_MS = 25_000;

export class SelfTest {
  readonly #setting: SelfTestSetting;
  readonly #options: Required<Omit<SelfTestOptions, 'onLeg' | 'signal'>>;
  readonly #mail: Mailbox<Mail>;
  readonly #log: LegLog;
  readonly #cancelled = new AbortController();
  /** Ours: it is closed in the end. */
  #connection: DeviceConnection | undefined;
  #startedBy: number | undefined;
  #offset: ClockOffset | undefined;
  #probe: DownlinkProbe | undefined;

  /** @throws {DeviceError} INVALID_OPTION */
  constructor(setting: SelfTestSetting) {
    const { onLeg, signal: _, ...options } = setting.options;
    this.#setting = setting;
    this.#options = { ...SELF_TEST_DEFAULTS, ...options };
    for (const [name, [min, max]] of Object.entries(RANGES)) {
      const value = this.#options[name as keyof typeof RANGES];
      if (!(value >= min && value <= max))
        throw new DeviceError('INVALID_OPTION', { detail: `${name}: use ${min} to ${max}` });
    }
    this.#mail = new Mailbox(setting.settings.clock);
    this.#log = new LegLog(onLeg ?? (() => {}));
  }

  get number(): number {
    return this.#setting.number;
  }

  /** @throws only what `cancel` was given. */
  async run(): Promise<SelfTestResult> {
    const { present } = this.#setting;
    try {
      const wire = present ? this.#wasConnected(present) : await this.#connect();
      if (wire && (await this.#roundTrip(wire))) await this.#talk(wire);
    } finally {
      this.#connection?.close(new DeviceError('CLOSED'));
      await this.#connection?.closed;
    }
    this.#cancelled.signal.throwIfAborted();
    return this.#log.finish();
  }

  /** Nobody wants the result any more. Idempotent. */
  cancel(reason: unknown): void {
    this.#cancelled.abort(reason);
    this.#mail.fail(reason);
  }

  /** Of the connection, whosesoever it is, as the four below. */
  onMessage(body: BrokerBody): void {
    if (body.kind === 'selfTestReport') this.#mail.put('report', body.value);
  }

  onAudio(audio: Audio): void {
    this.#probe?.onAudio(audio);
  }

  onOffset(offset: ClockOffset): void {
    this.#offset = offset;
    this.#mail.put('offset', offset);
  }

  onRefused(messageId: number, { code, text }: BrokerRefusal): void {
    if (messageId !== this.#startedBy) return;
    const busy =
      'The broker is busy with a session or another self-test of this device. End that first; a session that lost its ' +
      'connection is held for a while, so try again later.';
    const old = 'The broker does not know self-tests. Update it.';
    const said =
      { INVALID_STATE: busy, UNKNOWN_MESSAGE: old }[code as string] ?? `The broker said: ${text || code}`;
    this.#mail.fail(new LegFailure(said));
  }

  onLost(error: DeviceError): void {
    this.#mail.fail(error);
  }

  /** Undefined when the leg failed, which is in the log then. */
  async #leg<Found>(name: SelfTestLegName, run: () => Promise<Found>): Promise<Found | undefined> {
    try {
      return await run();
    } catch (error) {
      if (!this.#cancelled.signal.aborted) this.#log.failed(name, error);
      return undefined;
    }
  }

  #wasConnected(present: ReadyConnection): ReadyConnection {
    this.#log.ok('reach', { text: 'Was connected already.' });
    this.#log.ok('signIn', { text: 'Was signed in already.' });
    return present;
  }

  async #connect(): Promise<ReadyConnection | undefined> {
    const { url, deviceId, clock } = this.#setting.settings;
    const { timeoutMs } = this.#options;
    const startMs = clock.now();
    const connection = await this.#leg('reach', async () => {
      const dialled = this.#dial();
      await this.#mail
        .take('reached', timeoutMs, () => unreachable(timeoutMs))
        .catch((error: unknown) => {
          throw reachFailure(error);
        });
      this.#log.ok('reach', { ms: clock.now() - startMs, text: `${url} answers.` });
      return dialled;
    });
    if (!connection) return undefined;
    const reachedMs = clock.now();
    return this.#leg('signIn', async () => {
      const late = () => new DeviceError('HELLO_FAILED');
      const ack = await this.#mail.take('ready', timeoutMs, late).catch((error: unknown) => {
        throw signInFailure(error);
      });
      const broker = ack.brokerVersion ? `broker ${ack.brokerVersion}` : 'the broker';
      this.#log.ok('signIn', { ms: clock.now() - reachedMs, text: `${deviceId} is known to ${broker}.` });
      return { connection, ack };
    });
  }

  #dial(): DeviceConnection {
    const { settings } = this.#setting;
    const { timeoutMs } = this.#options;
    this.#connection = new DeviceConnection({
      ...settings,
      connectTimeoutMs: timeoutMs,
      helloTimeoutMs: timeoutMs,
      hello: helloOf(settings),
      onReached: () => this.#mail.put('reached', undefined),
      onReady: (ack) => this.#mail.put('ready', ack),
      onMessage: (body) => this.onMessage(body),
      onAudio: (audio) => this.onAudio(audio),
      onRefused: (messageId, refusal) => this.onRefused(messageId, refusal),
      onOffset: (offset) => this.onOffset(offset),
      onProblem: () => {},
      onClosed: (error) => this.onLost(error),
    });
    return this.#connection;
  }

  #roundTrip({ connection }: ReadyConnection): Promise<true | undefined> {
    const { timeoutMs } = this.#options;
    return this.#leg('roundTrip', async () => {
      // A connection of our own measures by itself as soon as it is ready.
      if (this.#setting.present) connection.measureClock();
      const late = () => new LegFailure(`No ping was answered within ${timeoutMs} ms. ${CHECK_NETWORK}`);
      const { roundTripMs } = await this.#mail.take('offset', timeoutMs, late);
      this.#log.ok('roundTrip', { ms: roundTripMs, text: 'The best of five pings.' });
      return true as const;
    });
  }

  async #talk(wire: ReadyConnection): Promise<void> {
    let codec: SessionCodec | undefined;
    const told: { report?: SelfTestReport } = {};
    try {
      await this.#leg('audioUp', async () => {
        codec = await this.#setting.codec(this.#setting.formatOf(wire.ack));
        this.#probe = this.#probeOf(wire, codec);
        const frames = await this.#sendTone(wire, codec);
        const late = () => new LegFailure('The broker does not say what it heard. Its log may say why.');
        const report = (told.report = await this.#mail.take('report', REPORT_TIMEOUT_MS, late));
        this.#log.ok('audioUp', uplinkFinding(report, frames, codec.encoder !== undefined));
      });
      const { report } = told;
      if (!report || !this.#probe) return;
      if (this.#options.openModel) {
        await this.#leg('model', async () => this.#log.ok('model', modelFinding(report)));
      } else this.#log.skipped('model', 'Not asked for.');
      await this.#listen(this.#probe);
    } finally {
      if (this.#cancelled.signal.aborted && this.#startedBy !== undefined)
        wire.connection.send({ kind: 'sessionClose', value: { session: this.number } });
      this.#probe?.close();
      if (codec) closeCodec(codec);
    }
  }

  #sendTone({ connection, ack }: ReadyConnection, { encoder }: SessionCodec): Promise<number> {
    const { clock, captureSampleRateHz } = this.#setting.settings;
    const { toneHz, toneMs, openModel } = this.#options;
    const { frameDurationMs } = ack;
    this.#startedBy = connection.send({
      kind: 'selfTestStart',
      value: { session: this.number, frameDurationMs, toneHz, downlinkMs: toneMs, openModel },
    });
    return sendTone({
      clock,
      session: this.number,
      toneHz,
      toneMs,
      sampleRateHz: captureSampleRateHz,
      frameDurationMs,
      encoder,
      send: (audio) => connection.sendAudio(audio),
      signal: this.#cancelled.signal,
    });
  }

  /** The broker plays its tone as soon as it has reported. */
  async #listen(probe: DownlinkProbe): Promise<void> {
    const { toneMs, timeoutMs } = this.#options;
    const { clock } = this.#setting.settings;
    const complete = await this.#leg('audioDown', async () => {
      await this.#mail.take('complete', toneMs + timeoutMs, () => {
        if (probe.received > 0)
          return new LegFailure(`${probe.received} frames arrived, and the end did not.`);
        return new LegFailure(
          "No audio arrived, though messages do: something on the way drops MQTT's QoS 0, or the topic da.",
        );
      });
      this.#log.ok('audioDown', downlinkFinding(probe));
      return true;
    });
    if (!complete) return;
    await this.#leg('playback', async () => {
      const late = () => new LegFailure('The tone was not played to its end.');
      const heard = await this.#mail.take('heard', toneMs + timeoutMs, late);
      const toldMs = clock.now();
      const unheard = () =>
        new LegFailure(`The broker did not acknowledge that it was played. ${CHECK_NETWORK}`);
      await this.#mail.take('acknowledged', timeoutMs, unheard);
      this.#log.ok('playback', playbackFinding(heard, probe, clock.now() - toldMs));
    });
  }

  #probeOf({ connection, ack }: ReadyConnection, { decoder }: SessionCodec): DownlinkProbe {
    const { clock, playoutBufferMs } = this.#setting.settings;
    const session = this.number;
    return new DownlinkProbe({
      clock,
      format: this.#setting.formatOf(ack),
      leadMs: ack.leadMs,
      playoutBufferMs,
      toneHz: this.#options.toneHz,
      decoder,
      brokerTimeMs: () => this.#offset && toWireTime(clock.now() + this.#offset.offsetMs + 2 ** 32),
      onComplete: () => this.#mail.put('complete', undefined),
      onStarted: ({ generation, deviceTimeMs }) => {
        const value = { session, generation, deviceTimeMs: toWireTime(deviceTimeMs) };
        connection.send({ kind: 'playbackStarted', value });
      },
      onFinished: (mark) => {
        this.#mail.put('heard', mark);
        const { generation, playedMs, deviceTimeMs } = mark;
        const value = { session, generation, playedMs, deviceTimeMs: toWireTime(deviceTimeMs) };
        const onAcknowledged = () => this.#mail.put('acknowledged', undefined);
        connection.send({ kind: 'playbackFinished', value }, { onAcknowledged });
      },
    });
  }
}
