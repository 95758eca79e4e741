/** Commands to a device: those that were given, and what becomes of the new ones. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { components } from '#lib/broker/gen/schema.d.ts';
import { Action } from '#lib/state/action.svelte.ts';
import { Paged } from '#lib/state/paged.svelte.ts';

export type GivenCommand = components['schemas']['DeviceCommand'];
export type Command = GivenCommand['command'];

/** The broker answers when there is a result, at the latest after so many seconds. */
const WAIT_S = 25;
const PAGE = 20;
/** Between attempts to hear of a result. */
const AGAIN_MS = 2000;
/** After a deadline. */
const GIVE_UP_MS = 60_000;

export class Commands {
  readonly list: Paged<GivenCommand>;
  readonly giving = new Action();
  #kind = $state<Command['kind'] | undefined>();
  readonly #id: string;
  readonly #gone = new AbortController();
  #news = $state.raw<readonly GivenCommand[]>([]);

  constructor(id: string) {
    this.#id = id;
    this.list = new Paged<GivenCommand>((cursor, signal) => {
      const query = { limit: PAGE, ...(cursor && { cursor }) };
      const params = { path: { id }, query };
      return dataOf(broker.GET('/api/v1/devices/{id}/commands', { params, signal }));
    });
    void this.list.read();
  }

  /** The newest first. */
  get items(): readonly GivenCommand[] {
    const known = new Set(this.#news.map(({ id }) => id));
    return [...this.#news, ...this.list.items.filter(({ id }) => !known.has(id))];
  }

  /** That is being given. */
  get kind(): Command['kind'] | undefined {
    return this.giving.isBusy ? this.#kind : undefined;
  }

  /** False when the broker did not take it. Its result shows in the list. */
  async give(command: Command, deadlineMs: number): Promise<boolean> {
    if (this.giving.isBusy) return false;
    this.#kind = command.kind;
    return this.giving.run(async () => {
      const params = { path: { id: this.#id } };
      const body = { command, deadlineMs };
      const given = await dataOf(broker.POST('/api/v1/devices/{id}/commands', { params, body }));
      this.#news = [given, ...this.#news];
      void this.#follow(given);
    });
  }

  /** Idempotent. */
  close(): void {
    this.#gone.abort();
    this.list.close();
  }

  async #follow(given: GivenCommand): Promise<void> {
    const { signal } = this.#gone;
    let command = given;
    while (command.finishedAt === null && !signal.aborted) {
      const path = { id: this.#id, command: command.id };
      const params = { path, query: { wait: WAIT_S } };
      try {
        command = await dataOf(broker.GET('/api/v1/devices/{id}/commands/{command}', { params, signal }));
      } catch {
        // The broker is away for a moment; a while after its deadline there is a result, or there will be none.
        if (Date.now() > Date.parse(command.deadlineAt) + GIVE_UP_MS) return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
        continue;
      }
      const now = command;
      this.#news = this.#news.map((each) => (each.id === now.id ? now : each));
    }
  }
}
