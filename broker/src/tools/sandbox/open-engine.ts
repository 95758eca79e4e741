/** Chooses the engine for the sandboxes of a broker, and says in the log what it is worth. */
import { join } from 'node:path';
import { getDefaultEnvironment } from '@modelcontextprotocol/client/stdio';
import type { Logger } from 'pino';
import { ToolError } from '../tool-source.ts';
import { shownBy } from './bubblewrap/visible-paths.ts';
import { BubblewrapEngine, type BubblewrapEngineOptions } from './engines/bubblewrap-engine.ts';
import { DockerEngine } from './engines/docker-engine.ts';
import { ProcessEngine } from './engines/process-engine.ts';
import { RemoteEngine } from './engines/remote-engine.ts';
import { LateEngine } from './late-engine.ts';
import type { LimitTools } from './local/limits.ts';
import type { SandboxEngine, SandboxEngineKind } from './sandbox.ts';

export interface SandboxEngineSettings {
  readonly engine: 'auto' | 'bubblewrap' | 'process' | 'docker' | 'remote';
  readonly readOnlyPaths: readonly string[];
  readonly hostNetwork: boolean;
  readonly docker: { readonly url: string; readonly image: string; readonly network: string };
  readonly remote: { readonly url?: string | undefined; readonly secret?: string | undefined };
}

export interface SandboxEngineOptions {
  readonly settings: SandboxEngineSettings;
  /** Programs with a network of their own, and the sandbox service, may be at addresses that are not public. */
  readonly allowPrivateTargets: boolean;
  /** The broker's: sandboxes have their folders in it, and see nothing else of it. */
  readonly dataDir: string;
  /** The broker's own files elsewhere. */
  readonly hiddenPaths?: readonly string[];
  /** The broker, among those that use the same Docker or service. */
  readonly instance: string;
  readonly log: Logger;
  /** Default: what is found on this machine. */
  readonly limitTools?: LimitTools;
  readonly openBubblewrap?: (options: BubblewrapEngineOptions) => Promise<SandboxEngine>;
}

const PROBE_TIMEOUT_MS = 30_000;

/** Does not fail: an engine that does not work says so in the log, and to whoever wants a sandbox. */
export async function openSandboxEngine(options: SandboxEngineOptions): Promise<SandboxEngine> {
  const { settings, log } = options;
  switch (settings.engine) {
    case 'auto': {
      try {
        return await best(options);
      } catch (error) {
        if (!isLate(error)) throw error;
        log.warn(`It is not known yet in what programs of MCP servers run. ${error.message}`);
        return new LateEngine('bubblewrap', () => best(options));
      }
    }
    case 'bubblewrap': {
      try {
        return announce(await bubblewrap(options), log);
      } catch (error) {
        complain(log, error);
        return new LateEngine('bubblewrap', () => bubblewrap(options));
      }
    }
    case 'process':
      return announce(await plain(options), log);
    case 'docker': {
      const { readOnlyPaths, docker } = settings;
      if (shownBy(readOnlyPaths, [options.dataDir, ...(options.hiddenPaths ?? [])]).length > 0)
        return broken('docker', 'tools.sandbox.readOnlyPaths must not contain the files of the broker.', log);
      return probed(new DockerEngine({ ...docker, readOnlyPaths, instance: options.instance, log }), log);
    }
    case 'remote': {
      const { url, secret } = settings.remote;
      if (url !== undefined && secret !== undefined)
        return probed(new RemoteEngine({ ...options, url, secret }), log);
      const words =
        'tools.sandbox.engine: remote needs tools.sandbox.remote.url and tools.sandbox.remote.secret.';
      return broken('remote', words, log);
    }
  }
}

/**
 * Bubblewrap, or what there is where it is missing or forbidden: for the broker's whole life, so a machine that has a lot
 * to do at this moment does not decide it. @throws {ToolError} TIMEOUT
 */
async function best(options: SandboxEngineOptions): Promise<SandboxEngine> {
  const { log } = options;
  try {
    return announce(await bubblewrap(options), log);
  } catch (error) {
    if (isLate(error)) throw error;
    log.warn(`Programs of MCP servers run without a sandbox. ${(error as Error).message}`);
    return announce(await plain(options), log);
  }
}

const isLate = (error: unknown): error is ToolError => error instanceof ToolError && error.code === 'TIMEOUT';

function broken(kind: SandboxEngineKind, words: string, log: Logger): SandboxEngine {
  const error = new ToolError('UNAVAILABLE', words);
  complain(log, error);
  return new LateEngine(kind, () => Promise.reject(error));
}

const rootOf = ({ dataDir }: SandboxEngineOptions): string => join(dataDir, 'sandboxes');

const plain = (options: SandboxEngineOptions): Promise<SandboxEngine> =>
  ProcessEngine.open({ ...options, root: rootOf(options) });

function bubblewrap(options: SandboxEngineOptions): Promise<SandboxEngine> {
  const { settings, allowPrivateTargets, dataDir, hiddenPaths = [], limitTools } = options;
  const open = options.openBubblewrap ?? ((of) => BubblewrapEngine.open(of));
  return open({
    root: rootOf(options),
    readOnlyPaths: settings.readOnlyPaths,
    hiddenPaths: [dataDir, ...hiddenPaths],
    hostNetwork: settings.hostNetwork,
    allowPrivateTargets,
    path: getDefaultEnvironment()['PATH'] ?? '',
    limitTools,
    log: options.log,
  });
}

function announce(engine: SandboxEngine, log: Logger): SandboxEngine {
  const { kind, weakness } = engine;
  if (weakness === undefined) log.info({ engine: kind }, 'programs of MCP servers run in sandboxes');
  else log.warn({ engine: kind, weakness }, `Sandboxes protect less than they could: ${weakness}.`);
  return engine;
}

/** Whether it can be reached now changes nothing: it may come and go. */
function probed<Engine extends SandboxEngine & { probe(signal: AbortSignal): Promise<void> }>(
  engine: Engine,
  log: Logger,
): Engine {
  engine.probe(AbortSignal.timeout(PROBE_TIMEOUT_MS)).then(
    () => announce(engine, log),
    (error: unknown) => complain(log, error),
  );
  return engine;
}

function complain(log: Logger, error: unknown): void {
  log.error(`Programs of MCP servers cannot be started. ${(error as Error).message}`);
}
