/** A device: keeps one connection to the broker and opens conversations on it. */
import {
  type Goodbye,
  type HelloAck,
  isFrameDuration,
  isPlaybackSampleRate,
  toWireTime,
} from '@pipit/protocol';
import { opusCodec } from '#opus-codec';
import type { Timer } from './clock.ts';
import type { OpusEncoder } from './codec/opus.ts';
import { DeviceConnection } from './connection/device-connection.ts';
import { helloOf } from './connection/hello.ts';
import { backoffMs, retryAfterMs } from './connection/reconnect-policy.ts';
import { type DeviceSettings, type PipitDeviceOptions, withDefaults } from './device-options.ts';
import { Emitter } from './emitter.ts';
import { DeviceError } from './errors.ts';
import type { ClockOffset, DeviceEvents } from './events.ts';
import type { AudioFormat } from './playout/audio-sink.ts';
import type { SessionMode } from './session/device-session-state.ts';
import { DeviceSession } from './session/device-session.ts';
import { sessionOf } from './session/session-inbox.ts';
import { TelemetryReporter } from './telemetry-reporter.ts';

export interface OpenSessionOptions {
  /** Default AUTOMATIC. */
  readonly mode?: SessionMode;
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
  #state: 'idle' | 'connecting' | 'connected' | 'waiting' | 'closed' = 'idle';
  #connection: DeviceConnection | undefined;
  #ack: HelloAck | undefined;
  #session: DeviceSession | undefined;
  #clockOffset: ClockOffset | undefined;
  #timer: Timer | undefined;
  #sessionNumber: number;
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
   * @throws {DeviceError} NOT_CONNECTED, CODEC
   */
  async openSession(options: OpenSessionOptions = {}): Promise<DeviceSession> {
    const { mode = 'AUTOMATIC', signal } = options;
    signal?.throwIfAborted();
    const [ack, connection] = [this.#ack, this.#connection];
    if (!ack || !connection) throw new DeviceError('NOT_CONNECTED');
    const format = formatOf(ack);
    const codec = await this.#codec(format);
    if (signal?.aborted || this.#ack !== ack) {
      codec.encoder?.close();
      codec.decoder?.close();
      throw signal?.aborted ? signal.reason : new DeviceError('NOT_CONNECTED');
    }
    this.#session?.onLost('REPLACED');
    const { clock, log, captureSampleRateHz, playoutBufferMs, progressIntervalMs } = this.#settings;
    this.#sessionNumber = (this.#sessionNumber % 0x7fff_ffff) + 1;
    const onAbort = () => void session.close();
    const session: DeviceSession = new DeviceSession({
      number: this.#sessionNumber,
      mode,
      clock,
      log,
      link: {
        sendControl: (body) => connection.send(body),
        sendAudio: (audio) => connection.sendAudio(audio),
      },
      captureSampleRateHz,
      playback: format,
      playoutBufferMs,
      progressIntervalMs,
      ...codec,
      onEnded: () => {
        signal?.removeEventListener('abort', onAbort);
        if (this.#session === session) this.#session = undefined;
      },
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    this.#session = session;
    return session;
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
      helloTimeoutMs: this.#settings.connectTimeoutMs,
      hello: helloOf(this.#settings),
      onReady: (ack) => this.#onReady(ack),
      onMessage: (body) => {
        if (this.#session && sessionOf(body) === this.#session.number) this.#session.onMessage(body);
        else this.#figures.strays++;
      },
      onAudio: (audio) => {
        if (audio.session === this.#session?.number) this.#session.onAudio(audio);
        else this.#figures.strays++;
      },
      onOffset: (offset) => {
        this.#clockOffset = offset;
        this.#events.emit('clock', offset);
      },
      onProblem: (error) => this.#events.emit('error', error),
      onClosed: (error, goodbye) => this.#connection === connection && this.#onClosed(error, goodbye),
    });
    return connection;
  }

  #onReady(ack: HelloAck): void {
    if (!isFrameDuration(ack.frameDurationMs) || !isPlaybackSampleRate(ack.playbackSampleRateHz)) {
      const detail = `frames of ${ack.frameDurationMs} ms at ${ack.playbackSampleRateHz} Hz are not what hello offered`;
      return this.#connection?.close(new DeviceError('PROTOCOL', { detail }));
    }
    this.#state = 'connected';
    this.#ack = ack;
    this.#connectedAtMs = this.#settings.clock.now();
    this.#figures.connections++;
    this.#telemetry.start();
    this.#settings.log({ level: 'info', message: 'connected', connectionId: ack.connectionId });
    this.#events.emit('connected', ack);
  }

  #onClosed(error: DeviceError, goodbye: Goodbye | undefined): void {
    const { clock, reconnect, random, log } = this.#settings;
    const wasConnected = this.#state === 'connected';
    this.#telemetry.stop();
    this.#state = 'waiting';
    this.#connection = undefined;
    this.#ack = undefined;
    // The next broker, or the same one restarted, has another clock.
    this.#clockOffset = undefined;
    const lasted = wasConnected && clock.now() - this.#connectedAtMs >= reconnect.stableAfterMs;
    this.#failures = lasted ? 1 : this.#failures + 1;
    log({ level: 'info', message: 'disconnected', code: error.code, reason: error.reason });
    this.#session?.onLost(error.reason ?? 'DEVICE_LOST', error.message);
    this.#events.emit('disconnected', error);
    // A listener may have closed the device.
    if ((this.#state as string) === 'closed') return;

    const refused = error.code === 'BAD_CREDENTIALS';
    // [TRN-6]
    if (error.code === 'TAKEN_OVER') return this.#finish(error);
    if (refused && reconnect.badCredentialsDelayMs === undefined) return this.#finish(error);
    if (this.#failures >= reconnect.maxAttempts && !lasted) {
      return this.#finish(new DeviceError('GAVE_UP', { detail: error.message, cause: error }));
    }
    let delayMs = backoffMs(this.#failures, reconnect, random());
    if (refused) delayMs = reconnect.badCredentialsDelayMs!;
    // The broker said when to come back; the random part keeps a fleet from coming back together.
    else if (goodbye && goodbye.retryAfterMs > 0) delayMs += retryAfterMs(goodbye.retryAfterMs);
    this.#timer = clock.after(delayMs, () => this.#attempt());
    this.#events.emit('reconnecting', { attempt: this.#failures + 1, delayMs });
  }

  /** The end, for good. */
  #finish(error: DeviceError | undefined): void {
    this.#state = 'closed';
    this.#settings.signal?.removeEventListener('abort', this.#onAbort);
    this.#telemetry.stop();
    this.#timer?.cancel();
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
