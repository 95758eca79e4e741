/** Asks all checks whether what the broker needs is there. */
import { z } from 'zod';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';

export interface CheckResult {
  readonly ok: boolean;
  /** Public: names no secret and no address. */
  readonly detail?: string;
}

export type ReadyChecks = Readonly<Record<string, () => Promise<CheckResult>>>;

const CHECK_TIMEOUT_MS = 2000;

const checkSchema = z.object({
  ok: z.boolean(),
  ms: z.number().describe('how long the check took'),
  detail: z.string().optional(),
});

export const readySchema = z.object({
  status: z.enum(['ready', 'unready']),
  failed: z.array(z.string()).describe('the checks that say no'),
  checks: z.record(z.string(), checkSchema),
});

export type Readiness = z.infer<typeof readySchema>;

type Outcome = z.infer<typeof checkSchema>;

/** A check that hangs is asked once, however many probes come by meanwhile. */
export function readiness(checks: ReadyChecks, clock: Clock, log: Logger): () => Promise<Readiness> {
  const running = new Map<string, Promise<CheckResult>>();
  const ask = (name: string, check: () => Promise<CheckResult>): Promise<CheckResult> => {
    const known = running.get(name);
    if (known) return known;
    const asked = Promise.resolve()
      .then(check)
      .catch((error: unknown) => {
        log.warn({ err: error, check: name }, 'a check of readiness failed');
        return { ok: false, detail: 'The check failed. The log of the broker says why.' };
      })
      .finally(() => running.delete(name));
    running.set(name, asked);
    return asked;
  };
  const outcome = async (name: string, check: () => Promise<CheckResult>): Promise<Outcome> => {
    const startMs = clock.now();
    const { ok, detail } = await inTime(ask(name, check), clock);
    return { ok, ms: Math.round((clock.now() - startMs) * 10) / 10, ...(detail !== undefined && { detail }) };
  };
  return async () => {
    const all = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await outcome(name, check)] as const),
    );
    const failed = all.filter(([, { ok }]) => !ok).map(([name]) => name);
    return { status: failed.length === 0 ? 'ready' : 'unready', failed, checks: Object.fromEntries(all) };
  };
}

async function inTime(asked: Promise<CheckResult>, clock: Clock): Promise<CheckResult> {
  let cancel = (): void => {};
  const late = new Promise<CheckResult>((resolve) => {
    const detail = `No answer within ${CHECK_TIMEOUT_MS} ms.`;
    cancel = clock.after(CHECK_TIMEOUT_MS, () => resolve({ ok: false, detail }));
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    cancel();
  }
}
