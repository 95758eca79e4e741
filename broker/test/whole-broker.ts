/** A whole broker on free ports with the scripted emulator, and devices of the SDK to talk to it. */
import {
  PipitDevice,
  type DeviceSession,
  type PipitDeviceOptions,
  systemClock,
  delay,
} from '@pipit/device-sdk';
import {
  type Behaviour,
  type Emulator,
  type EmulatorOptions,
  type Script,
  createEmulator,
} from '@pipit/emulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Broker, createBroker } from '../src/broker.ts';
import { loadConfig } from '../src/config/load.ts';
import { readLocalAccess } from '../src/identity/local-key.ts';
import type { ConversationContext, ConversationEvent } from '../src/session/conversation-events.ts';
import type { Database } from '../src/store/database.ts';
import { openInMemory } from '../src/store/open-in-memory.ts';
import { createLog } from '../src/telemetry/log.ts';

export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface WholeBrokerOptions {
  readonly script?: Script;
  readonly behaviour?: Partial<Behaviour>;
  readonly limits?: EmulatorOptions['limits'];
  readonly settings?: Record<string, unknown>;
  /** Stays open. Default: one of its own, in memory, unless the settings name a server. */
  readonly database?: Database;
}

/** What MCP servers of tests are read from, in whichever sandbox. */
export const REPOSITORY = resolve(import.meta.dirname, '..', '..');

/** Loud enough for the scripted ears. */
const TONE_MS = 20;
const tone = Int16Array.from(
  { length: 16 * TONE_MS },
  (_, i) => 8000 * Math.sin((2 * Math.PI * 440 * i) / 16_000),
);
const quiet = new Int16Array(16 * TONE_MS);

export class WholeBroker implements AsyncDisposable {
  readonly broker: Broker;
  readonly emulator: Emulator;
  readonly events: (ConversationEvent & ConversationContext)[];
  readonly lines: LogLine[];
  /** For the first owner. */
  readonly setupLink: string;
  /** Removed at the end. */
  readonly folder: string;
  readonly #devices: PipitDevice[] = [];
  #access: Awaited<ReturnType<typeof readLocalAccess>>;
  readonly #database: Database | undefined;
  readonly #given: Database | undefined;

  private constructor(
    parts: Pick<WholeBroker, 'broker' | 'emulator' | 'events' | 'lines' | 'setupLink'>,
    folder: string,
    database: Database | undefined,
    given: Database | undefined,
  ) {
    this.#database = database;
    this.#given = given;
    this.broker = parts.broker;
    this.emulator = parts.emulator;
    this.events = parts.events;
    this.lines = parts.lines;
    this.setupLink = parts.setupLink;
    this.folder = folder;
  }

  static async start({
    script,
    behaviour,
    limits,
    settings,
    database: given,
  }: WholeBrokerOptions = {}): Promise<WholeBroker> {
    const folder = await mkdtemp(join(tmpdir(), 'pipit-test-'));
    const emulator = await createEmulator({
      brain: 'scripted',
      script: { silenceMs: 200, ...script },
      ...(behaviour && { behaviour }),
      ...(limits && { limits }),
    });
    const events: WholeBroker['events'] = [];
    const lines: LogLine[] = [];
    const flags = {
      dataDir: folder,
      'mqtt.host': '127.0.0.1',
      'mqtt.port': 0,
      'mqtt.websocketPort': 0,
      'http.port': 0,
      'model.endpoint': emulator.url,
      'log.level': 'debug',
      ...settings,
    };
    const config = loadConfig({ environment: {}, flags });
    const write = (line: string): void => void lines.push(JSON.parse(line) as LogLine);
    const log = await createLog({ ...config.log, destination: { write } });
    const isElsewhere = settings !== undefined && 'database.url' in settings;
    const database = given ?? (isElsewhere ? undefined : await openInMemory(log));
    let setupLink = '';
    const broker = await createBroker({
      config,
      log,
      ...(database && { database }),
      observe: (context, event) => events.push({ ...context, ...event }),
      onSetupLink: (link) => (setupLink = link),
    });
    const own = given ? undefined : database;
    return new WholeBroker({ broker, emulator, events, lines, setupLink }, folder, own, database);
  }

  /** As the broker has it. */
  get database(): Database {
    if (!this.#given) throw new Error('The database is elsewhere.');
    return this.#given;
  }

  get url(): string {
    return `mqtt://127.0.0.1:${this.broker.ports['tcp']}`;
  }

  async device(
    deviceId: string,
    { tenantId = 'default', ...options }: Partial<PipitDeviceOptions> & { readonly tenantId?: string } = {},
  ): Promise<PipitDevice> {
    const { secret } = await this.broker.devices.add(deviceId, { tenantId });
    const device = new PipitDevice({ url: this.url, deviceId, secret, ...options });
    this.#devices.push(device);
    await device.connect();
    return device;
  }

  /** The first event that fits, waited for. */
  async event<Kind extends ConversationEvent['kind']>(
    kind: Kind,
    fits: (event: Extract<ConversationEvent, { kind: Kind }> & ConversationContext) => boolean = () => true,
  ): Promise<Extract<ConversationEvent, { kind: Kind }> & ConversationContext> {
    type Wanted = Extract<ConversationEvent, { kind: Kind }> & ConversationContext;
    return until(() =>
      this.events.find((event): event is Wanted => event.kind === kind && fits(event as Wanted)),
    );
  }

  /** A request of the owner of the machine. */
  async ask(
    method: string,
    path: string,
    /** Text is sent as it is, with the type that the headers name. */
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
    // oxlint-disable-next-line typescript/no-explicit-any -- whatever the test expects it to be
  ): Promise<{ status: number; text: string; json: any }> {
    this.#access ??= (await readLocalAccess(this.folder))!;
    const { url, key } = this.#access;
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(typeof body === 'object' && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: typeof body === 'object' ? JSON.stringify(body) : body }),
    });
    const text = await response.text();
    const isJson = /\Wjson/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, text, json: isJson ? JSON.parse(text) : undefined };
  }

  /** Asks something aloud, until the turn is over; what the model said. */
  async turn(session: DeviceSession): Promise<string> {
    const turns = () => this.events.filter((event) => event.kind === 'turn');
    const before = turns().length;
    const answered = until(() =>
      turns()
        .slice(before)
        .find(({ sessionId }) => sessionId === session.sessionId),
    );
    return (await speakUntil(session, 600, answered)).turn.said;
  }

  /** The first line of the log that fits, waited for. */
  line(fits: (line: LogLine) => boolean): Promise<LogLine> {
    return until(() => this.lines.find(fits));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#devices.map((device) => device.close()));
    await this.broker.close();
    await this.#database?.close();
    await this.emulator.close();
    await rm(this.folder, { recursive: true });
  }
}

/** Polls without a fixed wait: the test's own timeout is the limit. */
export async function until<T>(find: () => T | undefined | false): Promise<T> {
  for (;;) {
    const found = find();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Speaks for so long into the session, in real time, then is silent until the signal comes. */
export async function speak(session: DeviceSession, ms: number, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  for (let at = 0; !signal.aborted && session.state !== 'ENDED'; at += TONE_MS) {
    session.writePcm(at < ms ? tone : quiet);
    await delay(systemClock, Math.max(0, start + at + TONE_MS - performance.now()), signal).catch(() => {});
  }
}

/** Speaks for so long, and then is silent until this has come: a busy machine may take its time. */
export async function speakUntil<T>(session: DeviceSession, ms: number, awaited: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const speaking = speak(session, ms, stop.signal);
  try {
    return await awaited;
  } finally {
    stop.abort();
    await speaking;
  }
}

/** Speaks for so long into the session, in real time, and not a moment longer. */
export async function utter(session: DeviceSession, ms: number): Promise<void> {
  const start = performance.now();
  for (let at = 0; at < ms; at += TONE_MS) {
    session.writePcm(tone);
    await delay(systemClock, Math.max(0, start + at + TONE_MS - performance.now()));
  }
}
