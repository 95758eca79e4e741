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
      // What somebody types is not taken from under their hands.
      if (!this.isChanged) this.#take(server);
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
    return this.saving.run(() => this.#replace(inputOf(draft), this.#version));
  }

  /** Of what is stored, whatever somebody types. */
  async enable(enabled: boolean): Promise<void> {
    const { value } = this.server;
    if (!value) return;
    await this.#replace({ ...inputOf(draftOf(value)), enabled }, value.version);
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

  async #replace(body: ServerInput, version: number): Promise<void> {
    const params = { path: this.#path, header: { 'If-Match': `"v${version}"` } };
    const server = await dataOf(broker.PUT('/api/v1/mcp-servers/{id}', { params, body }));
    const isSaved = this.draft !== undefined && this.saving.isBusy;
    if (isSaved || !this.isChanged) this.#take(server);
    else this.#version = server.version;
    await this.server.read();
  }

  #take(server: Server): void {
    const draft = draftOf(server);
    this.draft = draft;
    this.#before = JSON.stringify(draft);
    this.#version = server.version;
  }
}
