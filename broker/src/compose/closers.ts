/** What was opened, to be closed in the reverse order; one that fails keeps nobody else from closing. */
import type { Logger } from 'pino';

export interface Closer {
  readonly name: string;
  readonly close: () => Promise<void> | void;
}

export async function closeAll(closers: Closer[], log: Logger): Promise<void> {
  for (const part of closers.splice(0).toReversed()) {
    const startedAt = performance.now();
    try {
      await part.close();
      log.debug({ part: part.name, ms: Math.round(performance.now() - startedAt) }, 'part closed');
    } catch (error) {
      log.error({ err: error, part: part.name }, 'a part failed to close');
    }
  }
}
