/** What functions say of themselves, read once for all conversations that have them. */
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { AwsClients } from './aws-clients.ts';
import { functionOf } from './function-arn.ts';

export interface FunctionDescriptionsOptions {
  readonly clients: AwsClients;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Read {
  readonly description: Promise<string | undefined>;
  readonly atMs: number;
}

const MAX_FUNCTIONS = 256;
/** Also one that could not be read is left alone for so long. */
const KEPT_MS = 10 * 60_000;
const TIMEOUT_MS = 5000;

export class FunctionDescriptions {
  readonly #options: FunctionDescriptionsOptions;
  readonly #read = new Map<string, Read>();
  readonly #stop = new AbortController();

  constructor(options: FunctionDescriptionsOptions) {
    this.#options = options;
  }

  /** Undefined where there is none, or it may not be read. Never rejects. */
  of(arn: string): Promise<string | undefined> {
    const atMs = this.#options.clock.now();
    const known = this.#read.get(arn);
    if (known && atMs - known.atMs < KEPT_MS) return known.description;
    const description = this.#ask(arn);
    this.#read.delete(arn);
    this.#read.set(arn, { description, atMs });
    const [oldest] = this.#read.keys();
    if (oldest !== undefined && this.#read.size > MAX_FUNCTIONS) this.#read.delete(oldest);
    return description;
  }

  /** Idempotent. */
  close(): void {
    this.#stop.abort();
  }

  async #ask(arn: string): Promise<string | undefined> {
    const { clients, clock, log } = this.#options;
    const { region, name } = functionOf(arn);
    const late = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => late.abort());
    try {
      const { Description } = await clients
        .lambda(region)
        .send(new GetFunctionConfigurationCommand({ FunctionName: arn }), {
          abortSignal: AbortSignal.any([late.signal, this.#stop.signal]),
        });
      return Description?.trim() || undefined;
    } catch (error) {
      const { name: reason } = error as Error;
      if (!this.#stop.signal.aborted)
        log.info(
          { function: name, error: reason },
          'the description of a function cannot be read: lambda:GetFunctionConfiguration may not be allowed',
        );
      return undefined;
    } finally {
      cancel();
    }
  }
}
