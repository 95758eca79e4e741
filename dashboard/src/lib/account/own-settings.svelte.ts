/** Settings of oneself, with what somebody is about to change in them. */
import { broker } from '#lib/broker/client.ts';
import { Action } from '#lib/state/action.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { type SettingsDraft, type Settings, bodyOf, draftOf } from './settings-draft.ts';

interface Versioned {
  readonly settings: Settings;
  readonly etag: string;
}

export class OwnSettings {
  readonly saving = new Action();
  readonly stored = new Resource<Versioned>(async (signal) => {
    const stored = versioned(await broker.GET('/api/v1/settings', { signal }));
    this.#take(stored);
    return stored;
  });
  draft = $state<SettingsDraft>();
  #before = $state.raw('');
  #etag = '';

  get isChanged(): boolean {
    return this.draft !== undefined && JSON.stringify(this.draft) !== this.#before;
  }

  /** False when it failed; `saving` knows why. */
  save(): Promise<boolean> {
    return this.saving.run(() => this.#replace(this.#etag));
  }

  /** In place of whatever was saved elsewhere meanwhile. */
  saveMine(): Promise<boolean> {
    return this.saving.run(async () => {
      const { etag } = versioned(await broker.GET('/api/v1/settings'));
      await this.#replace(etag);
    });
  }

  /** What was typed is given up. */
  discard(): void {
    this.saving.forget();
    if (this.#before) this.draft = JSON.parse(this.#before) as SettingsDraft;
  }

  /** Back to the defaults. */
  async reset(): Promise<void> {
    await broker.DELETE('/api/v1/settings');
    await this.stored.read();
  }

  /** Idempotent. */
  close(): void {
    this.stored.close();
  }

  async #replace(etag: string): Promise<void> {
    if (!this.draft) return;
    const params = { header: { 'If-Match': etag } };
    this.#take(versioned(await broker.PATCH('/api/v1/settings', { params, body: bodyOf(this.draft) })));
  }

  #take({ settings, etag }: Versioned): void {
    const draft = draftOf(settings);
    this.draft = draft;
    this.#before = JSON.stringify(draft);
    this.#etag = etag;
  }
}

function versioned({ data, response }: { data?: Settings; response: Response }): Versioned {
  return { settings: data!, etag: response.headers.get('etag') ?? '*' };
}
