/** Where one is signed in. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import { isProblem } from '#lib/broker/problem.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

export type SignIn =
  operations['listMySignIns']['responses'][200]['content']['application/json']['items'][number];

export class SignIns {
  readonly all = new Resource(
    async (signal): Promise<readonly SignIn[]> =>
      (await dataOf(broker.GET('/api/auth/sign-ins', { signal }))).items,
  );

  async end(ids: readonly string[]): Promise<void> {
    try {
      for (const id of ids) await end(id);
    } finally {
      await this.all.read();
    }
  }

  /** Idempotent. */
  close(): void {
    this.all.close();
  }
}

async function end(id: string): Promise<void> {
  try {
    await broker.DELETE('/api/auth/sign-ins/{id}', { params: { path: { id } } });
  } catch (error) {
    // It has ended by itself meanwhile, which is what was wished.
    if (!isProblem(error, 'NOT_FOUND')) throw error;
  }
}
