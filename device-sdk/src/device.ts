/** A device: keeps one connection to the broker and opens conversations on it. */
import {
  type Goodbye,
  type HelloAck,
  isFrameDuration,
  isPlaybackSampleRate,
  Reason,
  toWireTime,
} from '@pipit/protocol';
import { opusCodec } from '#opus-codec';
import type { Timer } from './clock.ts';
import type { OpusEncoder } from './codec/opus.ts';
import { afterLoss } from './connection/after-loss.ts';
import { DeviceConnection } from './connection/device-connection.ts';
import { helloOf } from './connection/hello.ts';
import { nextAddress } from './connection/next-address.ts';
import { type DeviceSettings, type PipitDeviceOptions, withDefaults } from './device-options.ts';
import { Emitter } from './emitter.ts';
import { DeviceError } from './errors.ts';
import type { ClockOffset, DeviceEvents } from './events.ts';
import { given } from './given-options.ts';
import type { AudioFormat } from './playout/audio-sink.ts';
import type { SessionMode } from './session/device-session-state.ts';
import { DeviceSession, type SessionLink } from './session/device-session.ts';
import { sessionOf } from './session/session-inbox.ts';
import type { SessionResumePolicy } from './session/session-outbox.ts';
import { SelfTest, type SelfTestOptions } from './self-test/self-test.ts';
import type { SelfTestResult } from './self-test/legs.ts';
import { TelemetryReporter } from './telemetry-reporter.ts';

export interface OpenSessionOptions {
  /** Default AUTOMATIC. */
  readonly mode?: SessionMode;
  /** What becomes of an answer that a lost connection cuts off. Default: what the broker's configuration says. */
  readonly resume?: SessionResumePolicy;
  /** The broker tells the moments of each turn: event `turnReport`. Default false. */
  readonly turnReports?: boolean;
  /** Closes the session. */
  readonly signal?: AbortSignal;
}

export interface DeviceFigures {
  readonly attempts: number;
  readonly connections: number;
  /** Messages of the broker that could not be read, or belong to no session. */
  readonly strays: number;
}

export class PipitDevice {
  readonly #settings: DeviceSettings;
  readonly #events: Emitter<DeviceEvents>;
  readonly #telemetry: TelemetryReporter;
  #state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'testing' | 'closed' = 'idle';
  #connection: DeviceConnection | undefined;
  #ack: HelloAck | undefined;
  #session: DeviceSession | undefined;
  #selfTest: SelfTest | undefined;
  /** Somebody has asked for a connection. */
  #wanted = false;
  #clockOffset: ClockOffset | undefined;
  #timer: Timer | undefined;
  #sessionNumber: number;
  /** Where the broker sent us last; forgotten when that fails or is lost. */
  #address: string | undefined;
  /** A session that was closed while there was no connection to say it on. */
  #unsaidClose: number | undefined;
  #disconnected: Promise<void> = Promise.resolve();
  readonly #onAbort = () => void this.close();
  /** In a row; a connection that lasted sets it to 0. */
  #failures = 0;
  #connectedAtMs = 0;
  #figures = { attempts: 0, connections: 0, strays: 0 };

  /** @throws {DeviceError} INVALID_OPTION */
  constructor(options: PipitDeviceOptions) {
    this.#settings = withDefaults(options);
    const { log, random, signal } = this.#settings;
    this.#events = new Emitter((error) => log({ level: 'warn', message: 'a device listener failed', error }));
    this.#telemetry = new TelemetryReporter({
      clock: this.#settings.clock,
      intervalMs: this.#settings.telemetryIntervalMs,
      readings: this.#settings.readings,
      reconnects: () => Math.max(0, this.#figures.connections - 1),
      playout: () => this.#session?.figures.playout,
      send: (body) => void this.#connection?.send(body),
      onError: (error) => log({ level: 'warn', message: 'the readings for telemetry failed', error }),
    });
    // After a restart of the device, its numbers shall differ from those before.
    this.#sessionNumber = Math.floor(random() * 0x7fff_ffff);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#finish(undefined);
  }

  get deviceId(): string {
    return this.#settings.deviceId;
  }

  get isConnected(): boolean {
    return this.#state === 'connected';
  }

  /** What the broker settled in its answer to hello; undefined while not connected. */
  get helloAck(): HelloAck | undefined {
    return this.#ack;
  }

  /** The session that is open, if one is. */
  get session(): DeviceSession | undefined {
    return this.#session;
  }

  /** The last measurement of the broker's clock. It is measured on connecting, then every 30 seconds. */
  get clockOffset(): ClockOffset | undefined {
    return this.#clockOffset;
  }

  get figures(): DeviceFigures {
    return { ...this.#figures };
  }

  /** Returns the function that removes the listener. */
  on<Name extends keyof DeviceEvents>(name: Name, listener: (event: DeviceEvents[Name]) => void): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * The next event of this name. It may be awaited later: a rejection is not lost, and does not end the process.
   * @throws the signal's reason; when the device is closed, its error or CLOSED.
   */
  once<Name extends keyof DeviceEvents>(name: Name, signal?: AbortSignal): Promise<DeviceEvents[Name]> {
    return this.#events.once(name, signal);
  }

  /**
   * Connects, trying as long as the reconnect options allow, and stays connected from then on. Resolves when the
   * broker has answered hello; calling it again waits for the same.
   * @throws {DeviceError} BAD_CREDENTIALS, TAKEN_OVER, GAVE_UP, CLOSED; the signal's reason, which closes the device.
   */
  async connect(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    if (this.#state === 'connected') return;
    const { signal } = options;
    signal?.throwIfAborted();
    const connected = this.once('connected', signal);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#wanted = true;
    if (this.#state === 'idle') this.#attempt();
    try {
      await connected;
    } finally {
      signal?.removeEventListener('abort', this.#onAbort);
    }
  }

  /**
   * Asks for a conversation and returns at once: audio may be sent while the broker opens the model. A session that
   * is still open is replaced. Wait for the state LISTENING, or for its end, to know what the broker said.
   * @throws {DeviceError} NOT_CONNECTED, CODEC; BUSY during a self-test
   */
  async openSession(options: OpenSessionOptions = {}): Promise<DeviceSession> {
    const { mode = 'AUTOMATIC', resume, turnReports = false, signal } = options;
    signal?.throwIfAborted();
    const [ack, connection] = [this.#ack, this.#connection];
    if (this.#selfTest) throw new DeviceError('BUSY');
    if (!ack || !connection) throw new DeviceError('NOT_CONNECTED');
    const format = formatOf(ack);
    const codec = await this.#codec(format);
    if (signal?.aborted || this.#ack !== ack || this.#selfTest) {
      codec.encoder?.close();
      codec.decoder?.close();
      if (signal?.aborted) throw signal.reason;
      throw new DeviceError(this.#ack === ack ? 'BUSY' : 'NOT_CONNECTED');
    }
    this.#session?.onLost('REPLACED');
    const onAbort = () => void session.close();
    const session: DeviceSession = new DeviceSession({
      ...this.#settings,
      number: this.#nextNumber(),
      mode,
      turnReports,
      resumePolicy: resume,
      link: linkOf(connection),
      playback: format,
      ...codec,
      onEnded: (closeIsUnsaid) => {
        signal?.removeEventListener('abort', onAbort);
        if (this.#session !== session) return;
        this.#session = undefined;
        this.#connection?.watch(false);
        if (closeIsUnsaid) this.#unsaidClose = session.number;
      },
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#session = session;
    connection.watch(true);
    return session;
  }

  /**
   * Tries each leg to the model and back, and says which fails and what to do. On a device that is connected it uses that
   * connection, else one of its own, which is closed afterwards; attempts to connect wait so long. A leg that fails is
   * found in the result.
   * @throws {DeviceError} BUSY while a session is open or another self-test runs, CLOSED, INVALID_OPTION; the signal's reason.
   */
  async selfTest(options: SelfTestOptions = {}): Promise<SelfTestResult> {
    const { signal } = options;
    signal?.throwIfAborted();
    if (this.#state === 'closed') throw new DeviceError('CLOSED');
    if (this.#session || this.#selfTest) throw new DeviceError('BUSY');
    const [ack, connection] = [this.#ack, this.#connection];
    const test = new SelfTest({
      settings: this.#settings,
      number: this.#nextNumber(),
      options: given(options),
      present: ack && connection && { ack, connection },
      formatOf,
      codec: (format) => this.#codec(format),
    });
    this.#selfTest = test;
    const onAbort = () => test.cancel(signal!.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (!ack) await this.#pauseConnecting();
      return await test.run();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#selfTest = undefined;
      this.#resumeConnecting();
    }
  }

  /** The broker's monotonic clock now, modulo 2^32; undefined before it was measured. */
  brokerTimeMs(): number | undefined {
    if (!this.#clockOffset) return undefined;
    return toWireTime(this.#settings.clock.now() + this.#clockOffset.offsetMs + 2 ** 32);
  }

  /** Ends the session and the connection; resolves when both have ended, after a second at most. Idempotent. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return this.#disconnected;
    const session = this.#session;
    if (session && this.#state === 'connected') void session.close();
    session?.onLost('REQUESTED');
    this.#finish(undefined);
    await this.#disconnected;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** The broker lets a device in once. */
  async #pauseConnecting(): Promise<void> {
    const connection = this.#connection;
    this.#timer?.cancel();
    this.#connection = undefined;
    this.#state = 'testing';
    connection?.close(new DeviceError('CLOSED'));
    await connection?.closed;
  }

  #resumeConnecting(): void {
    if (this.#state !== 'testing') return;
    this.#state = 'idle';
    if (this.#wanted) this.#attempt();
  }

  #attempt(): void {
    this.#state = 'connecting';
    this.#figures.attempts++;
    this.#events.emit('connecting', { attempt: this.#failures + 1 });
    // A listener may have closed the device.
    if ((this.#state as string) === 'closed') return;
    try {
      this.#connection = this.#dial();
    } catch (error) {
      // A transport, or the MQTT client with a URL it cannot use, may throw at once.
      this.#onClosed(DeviceError.from(error, 'CONNECT_FAILED'), undefined);
    }
  }

  #dial(): DeviceConnection {
    const connection: DeviceConnection = new DeviceConnection({
      ...this.#settings,
      url: this.#address ?? this.#settings.url,
      helloTimeoutMs: this.#settings.connectTimeoutMs,
      hello: helloOf(this.#settings),
      onReady: (ack) => this.#onReady(ack),
      onMessage: (body) => {
        const talk = this.#talkOf(sessionOf(body));
        if (talk) talk.onMessage(body);
        else this.#figures.strays++;
      },
      onAudio: (audio) => {
        const talk = this.#talkOf(audio.session);
        if (talk) talk.onAudio(audio);
        else this.#figures.strays++;
      },
      onRefused: (messageId, refusal) => {
        this.#session?.onRefused(messageId, refusal);
        this.#selfTest?.onRefused(messageId, refusal);
      },
      onOffset: (offset) => {
        this.#clockOffset = offset;
        this.#selfTest?.onOffset(offset);
        this.#events.emit('clock', offset);
      },
      onProblem: (error) => this.#events.emit('error', error),
      onClosed: (error, goodbye) => this.#connection === connection && this.#onClosed(error, goodbye),
    });
    return connection;
  }

  /** What the broker talks to under this number. */
  #talkOf(number: number | undefined): DeviceSession | SelfTest | undefined {
    if (number === undefined) return undefined;
    if (this.#session?.number === number) return this.#session;
    return this.#selfTest?.number === number ? this.#selfTest : undefined;
  }

  #onReady(ack: HelloAck): void {
    const connection = this.#connection!;
    if (!isFrameDuration(ack.frameDurationMs) || !isPlaybackSampleRate(ack.playbackSampleRateHz)) {
      const detail = `frames of ${ack.frameDurationMs} ms at ${ack.playbackSampleRateHz} Hz are not what hello offered`;
      return connection.close(new DeviceError('PROTOCOL', { detail }));
    }
    this.#state = 'connected';
    this.#ack = ack;
    this.#connectedAtMs = this.#settings.clock.now();
    this.#figures.connections++;
    this.#telemetry.start();
    this.#settings.log({ level: 'info', message: 'connected', connectionId: ack.connectionId });
    if (this.#unsaidClose !== undefined) {
      connection.send({
        kind: 'sessionClose',
        value: { session: this.#unsaidClose, reason: Reason.REQUESTED },
      });
      this.#unsaidClose = undefined;
    }
    connection.watch(this.#session !== undefined);
    this.#session?.onLinkBack(linkOf(connection), formatOf(ack));
    this.#events.emit('connected', ack);
  }

  #onClosed(error: DeviceError, goodbye: Goodbye | undefined): void {
    const { clock, reconnect, random, log } = this.#settings;
    const wasConnected = this.#state === 'connected';
    const wasElsewhere = !wasConnected && this.#address !== undefined;
    this.#telemetry.stop();
    this.#state = 'waiting';
    this.#connection = undefined;
    this.#ack = undefined;
    // The next broker, or the same one restarted, has another clock.
    this.#clockOffset = undefined;
    this.#address = goodbye && this.#addressAfter(goodbye);
    const lasted = wasConnected && clock.now() - this.#connectedAtMs >= reconnect.stableAfterMs;
    this.#failures = lasted ? 1 : this.#failures + 1;
    log({ level: 'info', message: 'disconnected', code: error.code, reason: error.reason });

    const next = afterLoss(
      { error, goodbye, failures: this.#failures, lasted, wasElsewhere },
      reconnect,
      random(),
    );
    // [SES-9] A device that is not known any more has nothing to come back to, though it may try.
    const isOver = 'giveUp' in next || next.refused;
    if (isOver) this.#session?.onLost(error.reason ?? 'DEVICE_LOST', error.message);
    else this.#session?.onLinkLost();
    this.#selfTest?.onLost(error);
    this.#events.emit('disconnected', error);
    // A listener may have closed the device.
    if ((this.#state as string) === 'closed') return;
    if ('giveUp' in next) return this.#finish(next.giveUp);
    const { delayMs } = next;
    this.#timer = clock.after(delayMs, () => this.#attempt());
    this.#events.emit('reconnecting', { attempt: this.#failures + 1, delayMs });
  }

  /** [CON-4] Where to connect next, when that is not where we always do. */
  #addressAfter({ address }: Goodbye): string | undefined {
    const { url, transport, log } = this.#settings;
    const next = transport ? undefined : nextAddress(address, url);
    if (!next) return undefined;
    if ('url' in next) return next.url;
    log({ level: 'warn', message: 'not going where the broker sent us', address, why: next.refused });
    return undefined;
  }

  #nextNumber(): number {
    this.#sessionNumber = (this.#sessionNumber % 0x7fff_ffff) + 1;
    return this.#sessionNumber;
  }

  /** The end, for good. */
  #finish(error: DeviceError | undefined): void {
    this.#state = 'closed';
    this.#settings.signal?.removeEventListener('abort', this.#onAbort);
    this.#telemetry.stop();
    this.#timer?.cancel();
    this.#selfTest?.cancel(error ?? new DeviceError('CLOSED'));
    const connection = this.#connection;
    this.#connection = undefined;
    this.#ack = undefined;
    if (connection) {
      this.#disconnected = connection.closed;
      connection.close(new DeviceError('CLOSED'));
    }
    this.#events.emit('closed', error);
    this.#events.end(error ?? new DeviceError('CLOSED'));
  }

  async #codec(playback: AudioFormat) {
    const codec = this.#settings.codec ?? opusCodec;
    if (codec === 'none') return { encoder: undefined, decoder: undefined };
    const { frameDurationMs } = playback;
    let encoder: OpusEncoder | undefined;
    try {
      encoder = await codec.createEncoder({
        sampleRateHz: this.#settings.captureSampleRateHz,
        frameDurationMs,
      });
      const decoder = await codec.createDecoder({ sampleRateHz: playback.sampleRateHz, frameDurationMs });
      return { encoder, decoder };
    } catch (error) {
      encoder?.close();
      throw DeviceError.from(error, 'CODEC');
    }
  }
}

function formatOf({ frameDurationMs, playbackSampleRateHz: sampleRateHz }: HelloAck): AudioFormat {
  return { frameDurationMs, sampleRateHz, frameSamples: (sampleRateHz * frameDurationMs) / 1000 };
}

const linkOf = (connection: DeviceConnection): SessionLink => ({
  sendControl: (body, onAcknowledged) => connection.send(body, { onAcknowledged }),
  sendAudio: (audio) => connection.sendAudio(audio),
});
