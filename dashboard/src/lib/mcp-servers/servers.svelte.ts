/** MCP servers, and how they do. A server starts and stops with conversations, so it is read again when these begin or end. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { Action } from '#lib/state/action.svelte.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { type Server, type ServerDraft, type ServerInput, draftOf, inputOf } from './server-draft.ts';

export type Trial = operations['tryMcpServerV1']['responses'][200]['content']['application/json'];
export type Use =
  operations['listMcpServerUses']['responses'][200]['content']['application/json']['items'][number];

/** A server needs a moment to start, or to be given up. */
const SETTLE_MS = 2000;

function readAlong(
  feed: LiveFeed,
  read: { readSoon(delayMs: number): void; read(): Promise<void> },
): () => void {
  const soon = (): void => read.readSoon(SETTLE_MS);
  const stops = [
    feed.on('session.opened', soon),
    feed.on('session.ended', soon),
    feed.on('session.turn', soon),
    feed.onReset(() => void read.read()),
  ];
  return () => stops.splice(0).forEach((stop) => stop());
}

export class Servers {
  readonly all = new Resource(
    async (signal): Promise<readonly Server[]> =>
      (await dataOf(broker.GET('/api/v1/mcp-servers', { signal }))).items,
  );
  readonly #stop: () => void;

  constructor(feed: LiveFeed) {
    this.#stop = readAlong(feed, this.all);
    void this.all.read();
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
    this.all.close();
  }
}

export const addServer = (draft: ServerDraft): Promise<Server> =>
  dataOf(broker.POST('/api/v1/mcp-servers', { body: inputOf(draft) }));

export const tryServer = (draft: ServerDraft): Promise<Trial> =>
  dataOf(broker.POST('/api/v1/mcp-servers/test', { body: inputOf(draft) }));

/** One of them, with what somebody is about to change. */
export class ServerPage {
  readonly saving = new Action();
  readonly server: Resource<Server>;
  readonly uses: Resource<readonly Use[]>;
  draft = $state<ServerDraft>();
  readonly #path: { readonly id: string };
  #before = $state.raw('');
  /** That the form was made from. */
  #version = 0;
  readonly #stop: () => void;

  constructor(feed: LiveFeed, id: string) {
    const path = (this.#path = { id });
    this.server = new Resource(async (signal) => {
      const server = await dataOf(broker.GET('/api/v1/mcp-servers/{id}', { params: { path }, signal }));
      // What somebody types is not taken from under their hands, nor the field in which they are about to type.
      if (!this.draft || (!this.isChanged && server.version !== this.#version)) this.#take(server);
      return server;
    });
    this.uses = new Resource(
      async (signal) =>
        (await dataOf(broker.GET('/api/v1/mcp-servers/{id}/uses', { params: { path }, signal }))).items,
    );
    this.#stop = readAlong(feed, this.server);
    void this.server.read();
    void this.uses.read();
  }

  get isChanged(): boolean {
    return this.draft !== undefined && JSON.stringify(this.draft) !== this.#before;
  }

  /** False when it failed; `saving` knows why. */
  save(): Promise<boolean> {
    const { draft } = this;
    if (!draft) return Promise.resolve(false);
    return this.saving.run(() => this.#save(inputOf(draft), this.#version));
  }

  /** In place of whatever somebody else has saved meanwhile, but for the switch, which is not of the form. */
  saveMine(): Promise<boolean> {
    const { draft } = this;
    if (!draft) return Promise.resolve(false);
    return this.saving.run(async () => {
      const params = { path: this.#path };
      const { enabled, version } = await dataOf(broker.GET('/api/v1/mcp-servers/{id}', { params }));
      await this.#save({ ...inputOf(draft), enabled }, version);
    });
  }

  /** Of what is stored, whatever somebody types. */
  async enable(enabled: boolean): Promise<void> {
    const { value } = this.server;
    if (!value) return;
    const server = await this.#replace({ ...inputOf(draftOf(value)), enabled }, value.version);
    // A form that was made from another version is still out of date: saving it says so.
    if (value.version === this.#version) this.#goOnFrom(server);
    await this.server.read();
  }

  /** As the form has it; secrets that are kept are those of the broker. */
  test(draft: ServerDraft): Promise<Trial> {
    const params = { path: this.#path };
    return dataOf(broker.POST('/api/v1/mcp-servers/{id}/test', { params, body: inputOf(draft) }));
  }

  startSignIn() {
    return dataOf(broker.POST('/api/v1/mcp-servers/{id}/sign-in', { params: { path: this.#path } }));
  }

  async signOut(): Promise<void> {
    await broker.DELETE('/api/v1/mcp-servers/{id}/sign-in', { params: { path: this.#path } });
    await this.server.read();
  }

  /** Also when settings name it: whoever asks has seen whose. */
  async remove(): Promise<void> {
    const params = { path: this.#path, query: { force: 'true' as const } };
    await broker.DELETE('/api/v1/mcp-servers/{id}', { params });
    this.#before = JSON.stringify(this.draft);
  }

  /** What was typed is given up. */
  async discard(): Promise<void> {
    this.saving.forget();
    this.draft = undefined;
    await this.server.read();
  }

  /** Idempotent. */
  close(): void {
    this.#stop();
    this.server.close();
    this.uses.close();
  }

  async #save(body: ServerInput, version: number): Promise<void> {
    this.#take(await this.#replace(body, version));
    await this.server.read();
  }

  #replace(body: ServerInput, version: number): Promise<Server> {
    const params = { path: this.#path, header: { 'If-Match': `"v${version}"` } };
    return dataOf(broker.PUT('/api/v1/mcp-servers/{id}', { params, body }));
  }

  /** The form stays as it is typed; all that was changed below it is the switch. */
  #goOnFrom({ enabled, version }: Server): void {
    if (!this.draft) return;
    this.#before = JSON.stringify({ ...(JSON.parse(this.#before) as ServerDraft), enabled });
    this.draft.enabled = enabled;
    this.#version = version;
  }

  #take(server: Server): void {
    const draft = draftOf(server);
    this.draft = draft;
    this.#before = JSON.stringify(draft);
    this.#version = server.version;
  }
}
