/** What can be done with many devices, and how the broker is asked for it. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { operations } from '#lib/broker/gen/schema.d.ts';
import type { Permission } from '#lib/state/viewer.svelte.ts';

type Body = operations['actOnDevices']['requestBody']['content']['application/json'];

export type BulkStep = Body['action'] | { readonly kind: 'rotate'; readonly immediately: boolean };

/** What a person chooses; `tags` may be two steps. */
export const BULK_KINDS = [
  'move',
  'tags',
  'enable',
  'disable',
  'identify',
  'say',
  'set_volume',
  'restart_session',
  'reboot',
  'rotate',
  'delete',
] as const;
export type BulkKind = (typeof BULK_KINDS)[number];

export const NEEDS: Readonly<Record<BulkKind, Permission>> = {
  move: 'devices:write',
  tags: 'devices:write',
  enable: 'devices:write',
  disable: 'devices:write',
  identify: 'devices:command',
  say: 'devices:command',
  set_volume: 'devices:command',
  restart_session: 'devices:command',
  reboot: 'devices:command',
  rotate: 'devices:secrets',
  delete: 'devices:delete',
};

export interface Outcome {
  readonly id: string;
  /** `sent`: the device has not answered yet. `skipped`: it was not its turn any more. */
  readonly result: 'succeeded' | 'sent' | 'failed' | 'skipped';
  /** The broker's words. */
  readonly reason?: string;
  /** A new one, told this once. */
  readonly secret?: string;
}

type Piece = (ids: readonly string[], signal: AbortSignal) => Promise<Outcome[]>;

interface Answer {
  readonly items: readonly {
    readonly id: string;
    readonly ok: boolean;
    readonly problem?: { readonly detail?: string; readonly title: string };
    readonly secret?: string;
    readonly command?: { readonly finishedAt: string | null };
  }[];
}

/** Seconds that the broker waits for the results of commands. */
const WAIT_S = 30;

function ask(step: BulkStep, ids: readonly string[], signal: AbortSignal): Promise<Answer> {
  if (step.kind === 'rotate') {
    const body = { ids: [...ids], immediately: step.immediately };
    return dataOf(broker.POST('/api/v1/devices/secrets', { body, signal }));
  }
  const body = { action: step, selection: { ids: [...ids] } };
  const query = step.kind === 'command' ? { wait: WAIT_S } : {};
  return dataOf(broker.POST('/api/v1/devices/bulk', { params: { query }, body, signal }));
}

async function stepOn(step: BulkStep, ids: readonly string[], signal: AbortSignal): Promise<Outcome[]> {
  const { items } = await ask(step, ids, signal);
  return items.map(({ id, ok, problem, secret, command }) => ({
    id,
    result: !ok ? 'failed' : command?.finishedAt === null ? 'sent' : 'succeeded',
    ...(problem && { reason: problem.detail ?? problem.title }),
    ...(secret !== undefined && { secret }),
  }));
}

/** One after the other; a device for which one failed is left out of the next. */
export const inSteps =
  (steps: readonly BulkStep[]): Piece =>
  async (ids, signal) => {
    const outcomes = new Map<string, Outcome>(ids.map((id) => [id, { id, result: 'skipped' }]));
    let left = ids;
    for (const step of steps) {
      if (left.length === 0) break;
      for (const outcome of await stepOn(step, left, signal)) outcomes.set(outcome.id, outcome);
      left = left.filter((id) => outcomes.get(id)?.result === 'succeeded');
    }
    return [...outcomes.values()];
  };
