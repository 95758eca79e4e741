/** What the broker's log says of the run, over all of its processes. */
import type { LogLine } from './broker-process.ts';
import { Tally } from './soak-figures.ts';

/** Enough to see what is wrong. */
const MAX_ERRORS = 100;

export class BrokerLog {
  renewals = 0;
  /** Why sessions ended. */
  readonly ends = new Tally();
  readonly modelFailures = new Tally();
  /** Lines that tell of a mistake of the broker's own. */
  readonly errors: string[] = [];

  read({ level, msg, ...fields }: LogLine): void {
    if (msg === 'model renewed') this.renewals++;
    if (msg === 'session ended') this.ends.add(String(fields['reason']));
    if (msg === 'model failed') this.modelFailures.add(String(fields['reason']));
    // The breaker says aloud what is wanted of it here.
    const expected = msg.startsWith('the endpoint of the model fails');
    if (level >= 50 && !expected && this.errors.length < MAX_ERRORS)
      this.errors.push(`${msg} ${JSON.stringify(fields)}`);
  }
}
