/** Whether what was acknowledged to a device is in the broker's store, and whether devices got each other's answers. */
import { openSoakStore } from './soak-store.ts';
import { questionsIn } from './numbered-brain.ts';

export interface LostQuestion {
  readonly deviceId: string;
  readonly question: number;
}

export class Ledger {
  readonly #folder: string;
  /** Acknowledged and not found in the store yet. */
  readonly #open = new Map<string, Set<number>>();
  /** Told to the device as recorded. */
  readonly #recorded = new Set<number>();
  /** Who asked it. */
  readonly #askedBy = new Map<number, string>();
  readonly lost: LostQuestion[] = [];
  acknowledged = 0;
  /** Told to the device as not recorded. */
  unrecorded = 0;

  /** The broker's data folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  toJSON(): object {
    const { acknowledged, unrecorded, lost } = this;
    return { acknowledged, unrecorded, lost };
  }

  heard(deviceId: string, question: number, recorded: boolean): void {
    this.#askedBy.set(question, deviceId);
    if (!recorded) return void this.unrecorded++;
    const open = this.#open.get(deviceId) ?? new Set();
    this.#open.set(deviceId, open.add(question));
    this.#recorded.add(question);
    this.acknowledged++;
  }

  /** Whether no broker may forget it any more. */
  isRecorded(question: number): boolean {
    return this.#recorded.has(question);
  }

  /** False when the answer is to a question of somebody else. */
  isOwn(deviceId: string, question: number): boolean {
    return (this.#askedBy.get(question) ?? deviceId) === deviceId;
  }

  /** Looks all up that is acknowledged by now; what is not there is lost. Only while no broker runs. */
  async verify(): Promise<void> {
    const database = await openSoakStore(this.#folder);
    try {
      for (const [deviceId, open] of this.#open) {
        const due = [...open];
        if (due.length === 0) continue;
        const rows = await database.queries
          .selectFrom('messages')
          .select('text')
          .where('deviceId', '=', deviceId)
          .where('role', '=', 'user')
          .execute();
        const stored = new Set(rows.flatMap(({ text }) => questionsIn(text)));
        for (const question of due) {
          open.delete(question);
          if (!stored.has(question)) this.lost.push({ deviceId, question });
        }
      }
    } finally {
      await database.close();
    }
  }
}
