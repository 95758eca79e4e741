/** A device: keeps one connection to the broker and opens conversations on it. */
import { type HelloAck, toWireTime } from '@pipit/protocol';
import { closeCodec, createSessionCodec } from './codec/session-codec.ts';
import { ConnectionKeeper, type ReadyConnection } from './connection/connection-keeper.ts';
import type { DeviceConnection } from './connection/device-connection.ts';
import { type DeviceSettings, type PipitDeviceOptions, withDefaults } from './device-options.ts';
import { Emitter } from './emitter.ts';
import { DeviceError } from './errors.ts';
import type { ClockOffset, DeviceEvents } from './events.ts';
import { given } from './given-options.ts';
import type { AudioFormat } from './playout/audio-sink.ts';
import { RemoteControl } from './remote/remote-control.ts';
import { SelfTest, type SelfTestOptions } from './self-test/self-test.ts';
import type { SelfTestResult } from './self-test/legs.ts';
import { CloseNotice } from './session/close-notice.ts';
import type { SessionMode } from './session/device-session-state.ts';
import { DeviceSession, type SessionLink } from './session/device-session.ts';
import { sessionOf } from './session/session-inbox.ts';
import type { SessionResumePolicy } from './session/session-outbox.ts';
import { builtInTools } from './tools/built-in-tools.ts';
import { type DeviceToolHandler, type DeviceToolOptions, deviceTool } from './tools/device-tool.ts';
import { ToolServer } from './tools/tool-server.ts';
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
  readonly #keeper: ConnectionKeeper;
  readonly #remote: RemoteControl;
  readonly #tools: ToolServer;
  readonly #closed = new AbortController();
  readonly #closeNotice: CloseNotice;
  #session: DeviceSession | undefined;
  #selfTest: SelfTest | undefined;
  #clockOffset: ClockOffset | undefined;
  #sessionNumber: number;
  /** Messages that belong to nothing. */
  #strays = 0;
  readonly #onAbort = () => void this.close();

  /** @throws {DeviceError} INVALID_OPTION */
  constructor(options: PipitDeviceOptions) {
    this.#settings = withDefaults(options);
    const { log, random, signal } = this.#settings;
    this.#events = new Emitter((error) => log({ level: 'warn', message: 'a device listener failed', error }));
    this.#telemetry = new TelemetryReporter({
      clock: this.#settings.clock,
      intervalMs: this.#settings.telemetryIntervalMs,
      readings: this.#settings.readings,
      reconnects: () => Math.max(0, this.#keeper.figures.connections - 1),
      playout: () => this.#session?.figures.playout,
      send: (body) => void this.#keeper.ready?.connection.send(body),
      onError: (error) => log({ level: 'warn', message: 'the readings for telemetry failed', error }),
    });
    this.#remote = new RemoteControl({
      clock: this.#settings.clock,
      settings: this.#settings.settings,
      commands: this.#settings.commands,
      telemetry: this.#telemetry,
      send: (body, sending) => this.#keeper.ready?.connection.send(body, sending),
      onApplied: (configuration) => this.#events.emit('config', configuration),
      onCommand: (command) => this.#events.emit('command', command),
      onError: (error) => log({ level: 'warn', message: 'a setting cannot tell its value', error }),
    });
    const { clock, firmware, hardware, readings, commands, settings } = this.#settings;
    this.#tools = new ToolServer({
      clock,
      info: { name: firmware.name, version: firmware.version },
      closed: this.#closed.signal,
      send: (payload) => this.#keeper.ready?.connection.send({ kind: 'mcp', value: { payload } }),
    });
    if (this.#settings.builtInTools) {
      const { volume } = settings;
      const onVolume = () => this.#remote.report();
      for (const tool of builtInTools({ firmware, hardware, readings, commands, volume, onVolume }))
        this.#tools.add(tool);
    }
    this.#keeper = this.#keep();
    this.#closeNotice = new CloseNotice((body, onAcknowledged) =>
      this.#keeper.ready?.connection.send(body, { onAcknowledged }),
    );
    // After a restart of the device, its numbers shall differ from those before.
    this.#sessionNumber = Math.floor(random() * 0x7fff_ffff);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    if (signal?.aborted) this.#finish(undefined);
  }

  get deviceId(): string {
    return this.#settings.deviceId;
  }

  get isConnected(): boolean {
    return this.#keeper.ready !== undefined;
  }

  /** What the broker settled in its answer to hello; undefined while not connected. */
  get helloAck(): HelloAck | undefined {
    return this.#keeper.ready?.ack;
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
    return { ...this.#keeper.figures, strays: this.#strays };
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
    if (this.isConnected) return;
    const { signal } = options;
    signal?.throwIfAborted();
    const connected = this.once('connected', signal);
    signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#keeper.start();
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
    const { ready } = this.#keeper;
    if (this.#selfTest) throw new DeviceError('BUSY');
    if (!ready) throw new DeviceError('NOT_CONNECTED');
    const { connection } = ready;
    const format = formatOf(ready.ack);
    const codec = await createSessionCodec(this.#settings, format);
    if (signal?.aborted || this.#keeper.ready !== ready || this.#selfTest) {
      closeCodec(codec);
      if (signal?.aborted) throw signal.reason;
      throw new DeviceError(this.#selfTest ? 'BUSY' : 'NOT_CONNECTED');
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
      sayClosed: () => this.#closeNotice.tell(session.number),
      onEnded: () => {
        signal?.removeEventListener('abort', onAbort);
        if (this.#session !== session) return;
        this.#session = undefined;
        this.#keeper.ready?.connection.watch(false);
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
    if (this.#keeper.isClosed) throw new DeviceError('CLOSED');
    if (this.#session || this.#selfTest) throw new DeviceError('BUSY');
    const present = this.#keeper.ready;
    const test = new SelfTest({
      settings: this.#settings,
      number: this.#nextNumber(),
      options: given(options),
      present,
      formatOf,
      codec: (format) => createSessionCodec(this.#settings, format),
    });
    this.#selfTest = test;
    const onAbort = () => test.cancel(signal!.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      if (!present) await this.#keeper.pause();
      return await test.run();
    } finally {
      signal?.removeEventListener('abort', onAbort);
      this.#selfTest = undefined;
      this.#keeper.resume();
    }
  }

  /**
   * Offers something to do to the model, or to people. Declared before `connect`, or later on a device that has tools
   * already: the broker learns of each change. Returns the function that takes it away.
   * @throws {DeviceError} INVALID_OPTION
   */
  tool(name: string, options: DeviceToolOptions, handler: DeviceToolHandler): () => void {
    return this.#tools.add(deviceTool(name, options, handler));
  }

  /** Something that can be configured was changed at the device, as by a button: the broker is told what there is now. */
  reportSettings(): void {
    this.#remote.report();
  }

  /** The broker's monotonic clock now, modulo 2^32; undefined before it was measured. */
  brokerTimeMs(): number | undefined {
    if (!this.#clockOffset) return undefined;
    return toWireTime(this.#settings.clock.now() + this.#clockOffset.offsetMs + 2 ** 32);
  }

  /** Ends the session and the connection; resolves when both have ended, after a second at most. Idempotent. */
  async close(): Promise<void> {
    if (this.#keeper.isClosed) return this.#keeper.close();
    const session = this.#session;
    if (session && this.isConnected) void session.close();
    session?.onLost('REQUESTED');
    this.#finish(undefined);
    await this.#keeper.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #keep(): ConnectionKeeper {
    const talkOf = (number: number | undefined) => {
      const talk = this.#talkOf(number);
      if (!talk) this.#strays++;
      return talk;
    };
    return new ConnectionKeeper({
      settings: this.#settings,
      onConnecting: (attempt) => this.#events.emit('connecting', { attempt }),
      onConnected: (ready) => this.#onConnected(ready),
      onMessage: (body) => {
        const number = sessionOf(body);
        if (body.kind === 'sessionClosed') this.#closeNotice.heard(body.value.session);
        talkOf(number)?.onMessage(body);
      },
      onAudio: (audio) => talkOf(audio.session)?.onAudio(audio),
      onConfig: (config) => this.#remote.configure(config),
      onCommand: (received) => this.#remote.command(received),
      onMcp: (payload) => this.#tools.receive(payload),
      hasTools: () => this.#tools.hasTools,
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
      onLost: (error, forGood) => this.#onLost(error, forGood),
      onWaiting: (attempt, delayMs) => this.#events.emit('reconnecting', { attempt, delayMs }),
      onGivenUp: (error) => this.#finish(error),
    });
  }

  /** What the broker talks to under this number. */
  #talkOf(number: number | undefined): DeviceSession | SelfTest | undefined {
    if (number === undefined) return undefined;
    if (this.#session?.number === number) return this.#session;
    return this.#selfTest?.number === number ? this.#selfTest : undefined;
  }

  #onConnected({ connection, ack }: ReadyConnection): void {
    this.#telemetry.start();
    this.#closeNotice.tellAgain();
    connection.watch(this.#session !== undefined);
    this.#session?.onLinkBack(linkOf(connection), formatOf(ack));
    this.#remote.connected(connection.isConfigurable);
    this.#events.emit('connected', ack);
  }

  /** [SES-9] When it is for good there is nothing to come back to, though the device may try. */
  #onLost(error: DeviceError, forGood: boolean): void {
    this.#telemetry.stop();
    this.#remote.disconnected();
    this.#tools.disconnected();
    // The next broker, or the same one restarted, has another clock.
    this.#clockOffset = undefined;
    if (forGood) this.#session?.onLost(error.reason ?? 'DEVICE_LOST', error.message);
    else this.#session?.onLinkLost();
    this.#selfTest?.onLost(error);
    this.#events.emit('disconnected', error);
  }

  #nextNumber(): number {
    this.#sessionNumber = (this.#sessionNumber % 0x7fff_ffff) + 1;
    return this.#sessionNumber;
  }

  /** The end, for good. */
  #finish(error: DeviceError | undefined): void {
    void this.#keeper.close();
    this.#settings.signal?.removeEventListener('abort', this.#onAbort);
    this.#telemetry.stop();
    this.#remote.close(error ?? new DeviceError('CLOSED'));
    this.#closed.abort(error ?? new DeviceError('CLOSED'));
    this.#selfTest?.cancel(error ?? new DeviceError('CLOSED'));
    this.#events.emit('closed', error);
    this.#events.end(error ?? new DeviceError('CLOSED'));
  }
}

function formatOf({ frameDurationMs, playbackSampleRateHz: sampleRateHz }: HelloAck): AudioFormat {
  return { frameDurationMs, sampleRateHz, frameSamples: (sampleRateHz * frameDurationMs) / 1000 };
}

const linkOf = (connection: DeviceConnection): SessionLink => ({
  sendControl: (body, onAcknowledged) => connection.send(body, { onAcknowledged }),
  sendAudio: (audio) => connection.sendAudio(audio),
});
