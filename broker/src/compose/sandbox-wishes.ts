/** What users have chosen of sandboxes, remembered until they choose anew, in whatever process. */
import type { Database } from '../store/database.ts';
import type { SandboxWishes } from '../tools/sandbox/sandbox-programs.ts';

/** As people set it. */
export interface SandboxChoice {
  readonly strategy: SandboxWishes['strategy'];
  readonly quota: {
    readonly maxSandboxes: number;
    readonly memoryMb: number;
    readonly diskMb: number;
    readonly idleMinutes: number;
  };
}

/** Users whose choice is remembered; beyond it, the oldest is read again. */
const MAX_USERS = 1000;

export class SandboxWishesCache {
  readonly #read: (userId: string) => Promise<SandboxChoice>;
  readonly #known = new Map<string, Promise<SandboxWishes>>();
  readonly #stop: () => void;

  constructor(database: Pick<Database, 'listen'>, read: (userId: string) => Promise<SandboxChoice>) {
    this.#read = read;
    this.#stop = database.listen('pipit_settings', {
      onNotice: (payload) => this.#known.delete((JSON.parse(payload) as { userId: string }).userId),
      onGap: () => this.#known.clear(),
    });
  }

  /** @throws what the database throws; then it is read again by the next who asks */
  readonly of = (userId: string): Promise<SandboxWishes> => {
    const known = this.#known.get(userId);
    if (known) return known;
    const reading = this.#read(userId).then(wishesOf);
    this.#known.set(userId, reading);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_USERS) this.#known.delete(oldest!);
    reading.catch(() => {
      if (this.#known.get(userId) === reading) this.#known.delete(userId);
    });
    return reading;
  };

  /** Idempotent. */
  close(): void {
    this.#stop();
    this.#known.clear();
  }
}

const wishesOf = ({ strategy, quota: { idleMinutes, ...quota } }: SandboxChoice): SandboxWishes => ({
  strategy,
  quota: { ...quota, idleMs: idleMinutes * 60_000 },
});
