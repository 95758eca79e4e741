/** What was opened, to be closed in the reverse order; one that fails, or does not end, keeps nobody else from closing. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { isDoneWithin } from '../tools/within.ts';

export interface Closer {
  readonly name: string;
  readonly close: () => Promise<void> | void;
  /** Default: half a minute, more than parts give to what they close themselves. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

export async function closeAll(closers: Closer[], log: Logger, clock: Clock): Promise<void> {
  for (const { name: part, close, timeoutMs = TIMEOUT_MS } of closers.splice(0).toReversed()) {
    const startedAt = clock.now();
    try {
      if (await isDoneWithin((async () => close())(), timeoutMs, clock))
        log.debug({ part, ms: Math.round(clock.now() - startedAt) }, 'part closed');
      else log.error({ part, timeoutMs }, 'a part does not close; what it holds ends with the process');
    } catch (error) {
      log.error({ err: error, part }, 'a part failed to close');
    }
  }
}
