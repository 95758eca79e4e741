/** The broker's side of a self-test, leg by leg as it comes. */
import { broker } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import type { Catalogue } from '#lib/messages/catalogue.ts';
import { Action } from '#lib/state/action.svelte.ts';

export type LegName = keyof Catalogue['device']['legs'];
export const LEGS = [
  'database',
  'link',
  'answers',
  'configuration',
  'model',
  'microphone',
  'speaker',
] as const;

export interface Leg {
  readonly name: LegName;
  readonly outcome: 'ok' | 'failed' | 'skipped';
  readonly finding: keyof Catalogue['device']['findings'];
  readonly ms: number;
  readonly detail: string | null;
}

type Body = NonNullable<operations['testDevice']['requestBody']>['content']['application/json'];

export class SelfTest {
  readonly running = new Action();
  readonly #id: string;
  #legs = $state.raw<readonly Leg[]>([]);
  readonly #gone = new AbortController();

  constructor(id: string) {
    this.#id = id;
  }

  legOf(name: LegName): Leg | undefined {
    return this.#legs.find((leg) => leg.name === name);
  }

  get isBegun(): boolean {
    return this.#legs.length > 0 || this.running.isBusy;
  }

  stateOf(name: LegName): keyof Catalogue['device']['legStates'] {
    const leg = this.legOf(name);
    if (leg) return leg.outcome;
    return this.running.isBusy && LEGS[this.#legs.length] === name ? 'running' : 'waiting';
  }

  async run(body: Body): Promise<void> {
    this.#legs = [];
    await this.running.run(async () => {
      const params = { path: { id: this.#id } };
      const { signal } = this.#gone;
      const options = { params, body, signal, parseAs: 'stream' as const };
      const { data } = await broker.POST('/api/v1/devices/{id}/self-test', options);
      for await (const line of linesOf(data as unknown as ReadableStream<Uint8Array>))
        this.#legs = [...this.#legs, JSON.parse(line) as Leg];
    });
  }

  /** Idempotent. */
  close(): void {
    this.#gone.abort();
  }
}

/** Not every browser can be asked for each piece of a stream by `for await`. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += decoder.decode(value, { stream: !done });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
    if (done) return;
  }
}
