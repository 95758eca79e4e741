/** What sandboxes are made of, and how large they may be. */
import { resolve } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '../config/schema.ts';
import { LateEngine } from '../tools/sandbox/late-engine.ts';
import { openSandboxEngine } from '../tools/sandbox/open-engine.ts';
import type { SandboxEngine, SandboxLimits } from '../tools/sandbox/sandbox.ts';

export interface OpenEngine {
  readonly engine: SandboxEngine;
  /** No sandbox has more, whatever a user wishes. */
  readonly limits: SandboxLimits;
}

export interface EngineOptions {
  readonly config: Config;
  /** Where `config` was read from. */
  readonly configFile: string | undefined;
  /** Names this broker. */
  readonly node: string;
  readonly log: Logger;
}

/** Does not fail: what does not work is told in the log, and to whoever wants a sandbox. */
export async function openEngine({ config, configFile, node, log }: EngineOptions): Promise<OpenEngine> {
  const { tools, dataDir, records, mqtt, conversation } = config;
  const { memoryMb, cpus, maxProcesses, diskMb } = tools.sandbox;
  const { keyFile } = mqtt.tls;
  const hiddenPaths = [configFile, records.audioDir, config.log.file, keyFile, conversation.phrasesDir]
    .filter((path) => path !== undefined)
    .map((path) => resolve(path));
  const open = (): Promise<SandboxEngine> =>
    openSandboxEngine({
      settings: tools.sandbox,
      allowPrivateTargets: tools.allowPrivateTargets,
      dataDir,
      hiddenPaths,
      instance: node,
      log,
    });
  // Where no program may be started, nobody has to read about sandboxes.
  const isNeeded = tools.anyCommand || tools.commands.length > 0;
  const engine = isNeeded ? await open() : new LateEngine('process', open);
  return { engine, limits: { memoryMb, cpus, maxProcesses, diskMb } };
}
