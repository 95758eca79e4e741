/** Whether the broker can do its work now: what a load balancer asks before it sends anybody. */
import { statfs } from 'node:fs/promises';
import type { CheckResult, ReadyChecks } from '../api/readiness.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';

export interface ReadinessOptions {
  readonly database: Database;
  readonly dataDir: string;
  readonly figures: Figures;
  /** It listens for devices, and is not about to stop. */
  readonly isListening: () => boolean;
}

/** Less than this is about to be full. */
const LEAST_FREE_BYTES = 64 * 1024 * 1024;

export const readinessChecks = ({
  database,
  dataDir,
  figures,
  isListening,
}: ReadinessOptions): ReadyChecks => ({
  database: async () => {
    await database.ping();
    return { ok: true };
  },
  /** Without asking the model, which would cost something: whether it failed lately. */
  model: async () =>
    figures.value('model_breaker_open') > 0
      ? no('The endpoint of the model keeps failing and is left alone for a while.')
      : { ok: true },
  broker: async () => (isListening() ? { ok: true } : no('The broker is stopping.')),
  disk: async () => {
    const { bavail, bsize } = await statfs(dataDir);
    const freeBytes = bavail * bsize;
    return freeBytes < LEAST_FREE_BYTES
      ? no(`The disk of the data folder has only ${Math.floor(freeBytes / 1024 / 1024)} MiB left.`)
      : { ok: true };
  },
});

const no = (detail: string): CheckResult => ({ ok: false, detail });
