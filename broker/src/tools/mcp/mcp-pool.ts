/**
 * The MCP servers that run: of those that are programs one for each place (`sandbox/place.ts`), of the others one for each
 * tenant, shared by all who need it there. What is set for a server may change at any time; those who use it notice only
 * that its tools are others.
 */
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { Figures } from '../../telemetry/figures.ts';
import { type Asker, type Place, keyOf } from '../sandbox/place.ts';
import type { SandboxPrograms } from '../sandbox/sandbox-programs.ts';
import { ToolError } from '../tool-source.ts';
import { isDoneWithin } from '../within.ts';
import type { OpenSource } from '../toolbox.ts';
import type { McpEndpoint, McpLimits } from './mcp-endpoint.ts';
import { type McpPoolHealth, healthOfAll } from './mcp-health.ts';
import { McpInstance } from './mcp-instance.ts';
import { type Launch, openTransport } from './mcp-transport.ts';
import type { McpWays } from './mcp-connection.ts';
import { type McpTrial, tryServer } from './mcp-trial.ts';
import { authorizationOf } from './oauth/authorization.ts';
import type { CredentialStore } from './oauth/credentials.ts';
import { PooledSource } from './pooled-source.ts';

export interface McpServerSettings {
  readonly name: string;
  readonly endpoint: McpEndpoint;
  /** Where somebody may have signed in to it. */
  readonly credentials?: CredentialStore | undefined;
}

export interface McpPoolOptions {
  /** Undefined when there is none, or it is switched off. */
  readonly settingsOf: (tenantId: string, serverId: string) => Promise<McpServerSettings | undefined>;
  readonly limits: McpLimits;
  readonly programs: Pick<SandboxPrograms, 'placeOf' | 'start'>;
  readonly idleMs: number;
  readonly listTimeoutMs: number;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly figures: Figures;
}

interface Entry {
  readonly tenantId: string;
  readonly serverId: string;
  /** Undefined while they are not read. */
  settings: Promise<McpServerSettings> | undefined;
  /** By place. */
  readonly instances: Map<string, McpInstance>;
  readonly users: Set<PooledSource>;
}

/** Of a server that is no program. */
const EVERYWHERE = 'everywhere';
/** In place of the id of a server that is none yet. */
const TRIAL_ID = 'trial';
/** For processes that do not end: whoever stops the broker waits for it. */
const CLOSE_TIMEOUT_MS = 10_000;

export class McpPool {
  readonly #options: McpPoolOptions;
  readonly #entries = new Map<string, Entry>();
  /** Of those that nobody has: what cancels their end. */
  readonly #leaving = new Map<McpInstance, () => void>();
  readonly #closing = new Set<Promise<void>>();
  #closed = false;

  constructor(options: McpPoolOptions) {
    this.#options = options;
    const { figures } = options;
    const count = (state: string) => () =>
      [...this.#entries.values()]
        .flatMap(({ instances }) => [...instances.values()])
        .filter(({ server }) => server.health.state === state).length;
    figures.gauge('tools_mcp_running', count('running'));
    figures.gauge('tools_mcp_waiting', count('waiting'));
  }

  /** For one conversation. Nothing is started before it is asked something. */
  open(asker: Asker, serverId: string): OpenSource {
    const entry = this.#entryOf(asker.tenantId, serverId);
    const source = new PooledSource(serverId, asker, () => this.#instanceFor(entry, source));
    entry.users.add(source);
    return {
      source,
      release: () => {
        entry.users.delete(source);
        source.detach();
        this.#forgetUnused(entry);
      },
    };
  }

  /** Undefined while nobody has needed it. */
  health(serverId: string): McpPoolHealth | undefined {
    for (const { serverId: id, instances } of this.#entries.values())
      if (id === serverId) return healthOfAll([...instances.values()].map(({ server }) => server.health));
    return undefined;
  }

  /** Beside any that runs, in a sandbox of its own. @throws {ToolError} */
  try(
    endpoint: McpEndpoint,
    tenantId: string,
    signal: AbortSignal,
    credentials?: CredentialStore,
  ): Promise<McpTrial> {
    const { programs, ...rest } = this.#options;
    const start = async (...args: Parameters<Launch>) =>
      (await programs.start({ strategy: 'trial', tenantId }, TRIAL_ID, ...args)).process;
    return tryServer({ ...rest, ways: this.#waysTo(endpoint, start, credentials) }, signal);
  }

  /** What is set for a server has changed, or it is gone. Undefined: of any of them. */
  changed(serverId: string | undefined): void {
    for (const entry of this.#entries.values()) {
      if (serverId !== undefined && entry.serverId !== serverId) continue;
      const { instances, users } = entry;
      entry.settings = undefined;
      for (const instance of instances.values()) this.#put(instance);
      instances.clear();
      for (const user of users) user.detach();
      for (const user of users) user.changed();
      this.#forgetUnused(entry);
    }
  }

  /** Resolves when all processes are gone, or have had time enough for it. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { instances } of this.#entries.values())
      for (const instance of instances.values()) this.#put(instance);
    this.#entries.clear();
    const { clock, log } = this.#options;
    if (!(await isDoneWithin(Promise.all(this.#closing), CLOSE_TIMEOUT_MS, clock)))
      log.error({ servers: this.#closing.size }, 'MCP servers did not end in time');
  }

  #entryOf(tenantId: string, serverId: string): Entry {
    const key = entryKey({ tenantId, serverId });
    let entry = this.#entries.get(key);
    if (!entry) {
      entry = { tenantId, serverId, settings: undefined, instances: new Map(), users: new Set() };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #forgetUnused(entry: Entry): void {
    const isUnused = entry.users.size === 0 && entry.instances.size === 0;
    if (isUnused && this.#entries.get(entryKey(entry)) === entry) this.#entries.delete(entryKey(entry));
  }

  async #instanceFor(entry: Entry, source: PooledSource): Promise<McpInstance> {
    const { programs } = this.#options;
    for (;;) {
      if (this.#closed) throw new ToolError('UNAVAILABLE', 'The broker is stopping.');
      if (!entry.users.has(source)) throw new ToolError('CANCELLED', 'The conversation is over.');
      const reading = (entry.settings ??= this.#read(entry));
      const settings = await reading;
      const isProgram = settings.endpoint.transport === 'stdio';
      const place = isProgram ? await source.place((asker) => programs.placeOf(asker)) : undefined;
      // Meanwhile it may have changed, or be over.
      if (this.#closed || entry.settings !== reading || !entry.users.has(source)) continue;
      const key = place ? keyOf(place) : EVERYWHERE;
      const instance = entry.instances.get(key) ?? this.#make(entry, key, place, settings);
      source.attach(instance);
      return instance;
    }
  }

  /** @throws {ToolError} UNAVAILABLE; then it is tried again by the next who asks */
  async #read(entry: Entry): Promise<McpServerSettings> {
    const { tenantId, serverId } = entry;
    let settings: McpServerSettings | undefined;
    try {
      settings = await this.#options.settingsOf(tenantId, serverId);
    } catch (cause) {
      entry.settings = undefined;
      throw new ToolError('UNAVAILABLE', 'Its settings cannot be read.', { cause });
    }
    if (settings) return settings;
    entry.settings = undefined;
    throw new ToolError('UNAVAILABLE', 'There is no such server, or it is switched off.');
  }

  #make(
    entry: Entry,
    key: string,
    place: Place | undefined,
    { name, endpoint, credentials }: McpServerSettings,
  ): McpInstance {
    const { programs, idleMs, listTimeoutMs, clock, now, log } = this.#options;
    const { serverId } = entry;
    const instance = new McpInstance({
      place,
      server: { id: `mcp:${serverId}`, name, idleMs, listTimeoutMs, clock, now, log },
      start: (...args) => programs.start(place!, serverId, ...args),
      connection: (launch) => this.#waysTo(endpoint, launch, credentials),
      onLeft: () => this.#left(entry, key, instance),
    });
    entry.instances.set(key, instance);
    return instance;
  }

  /** Of places that come and go nothing stays; with a conversation, its own goes at once. */
  #left(entry: Entry, key: string, instance: McpInstance): void {
    const { idleMs, clock } = this.#options;
    const forget = (): void => {
      this.#leaving.delete(instance);
      if (instance.isUsed || entry.instances.get(key) !== instance) return;
      entry.instances.delete(key);
      this.#put(instance);
      this.#forgetUnused(entry);
    };
    const strategy = instance.place?.strategy;
    if (strategy === 'perSession') forget();
    else if (strategy === 'perUser' && idleMs > 0) {
      // It was used meanwhile: the time begins anew.
      this.#leaving.get(instance)?.();
      this.#leaving.set(instance, clock.after(idleMs, forget));
    }
  }

  #waysTo(endpoint: McpEndpoint, launch: Launch, credentials: CredentialStore | undefined): McpWays {
    const { limits, clock } = this.#options;
    const { connectTimeoutMs, maxTools } = limits;
    const versions = endpoint.transport === 'stdio' ? 'legacy' : 'auto';
    const open = () =>
      openTransport(endpoint, limits, launch, authorizationOf(endpoint, credentials, clock, limits), clock);
    const hasNoNetwork = endpoint.transport === 'stdio' && !endpoint.network;
    const lateHint = hasNoNetwork ? NO_NETWORK : undefined;
    return { open, versions, connectTimeoutMs, lateHint, maxTools, watch: clock };
  }

  #put(instance: McpInstance): void {
    this.#leaving.get(instance)?.();
    this.#leaving.delete(instance);
    const closing = instance.server.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }
}

/** Programs that fetch what they need, like npx, wait for it in vain. */
const NO_NETWORK = 'It has no network; set "network": true if it needs one.';

const entryKey = ({ tenantId, serverId }: Pick<Entry, 'tenantId' | 'serverId'>): string =>
  `${tenantId} ${serverId}`;
