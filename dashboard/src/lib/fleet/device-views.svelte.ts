/** The views of whoever looks, kept with the person, so that they are there at the next sign-in, wherever that is. */
import { broker } from '#lib/broker/client.ts';
import { isProblem } from '#lib/broker/problem.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import type { DeviceView } from './device-view.ts';

interface Kept {
  readonly views: readonly DeviceView[];
  /** Of the settings that they stand in. */
  readonly version: string;
}

async function readKept(signal?: AbortSignal): Promise<Kept> {
  const { data, response } = await broker.GET('/api/v1/settings', { ...(signal && { signal }) });
  return { views: data?.deviceViews ?? [], version: response.headers.get('etag') ?? '*' };
}

export class DeviceViews {
  readonly #kept = new Resource(readKept);

  get all(): readonly DeviceView[] {
    return this.#kept.value?.views ?? [];
  }

  get error(): unknown {
    return this.#kept.error;
  }

  /** Never rejects. */
  read(): Promise<void> {
    return this.#kept.read();
  }

  /** What another page of the person has changed meanwhile stays. @throws {Problem} */
  async change(next: (views: readonly DeviceView[]) => DeviceView[]): Promise<void> {
    try {
      await this.#write(next);
    } catch (error) {
      if (!isProblem(error, 'VERSION_STALE')) throw error;
      await this.#write(next);
    }
    await this.#kept.read();
  }

  async #write(next: (views: readonly DeviceView[]) => DeviceView[]): Promise<void> {
    const { views, version } = await readKept();
    await broker.PATCH('/api/v1/settings', {
      params: { header: { 'If-Match': version } },
      body: { deviceViews: next(views) },
    });
  }

  /** Idempotent. */
  close(): void {
    this.#kept.close();
  }
}
