/** Whether what was acknowledged to a device is in the broker's store, and whether devices got each other's answers. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { entriesOf } from '../src/history/conversation-line.ts';
import { questionsIn } from './numbered-brain.ts';

export interface LostQuestion {
  readonly deviceId: string;
  readonly question: number;
}

export class Ledger {
  readonly #folder: string;
  /** Acknowledged and not found in the store yet. */
  readonly #open = new Map<string, Set<number>>();
  /** Who asked it. */
  readonly #askedBy = new Map<number, string>();
  readonly lost: LostQuestion[] = [];
  acknowledged = 0;
  /** Told to the device as not recorded. */
  unrecorded = 0;

  /** The broker's data folder. Device ids must be of a-z, 0-9 and -. */
  constructor(folder: string) {
    this.#folder = join(folder, 'conversations');
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
    this.acknowledged++;
  }

  /** False when the answer is to a question of somebody else. */
  isOwn(deviceId: string, question: number): boolean {
    return (this.#askedBy.get(question) ?? deviceId) === deviceId;
  }

  /** Looks all up that is acknowledged by now; what is not there is lost. */
  async verify(): Promise<void> {
    for (const [deviceId, open] of this.#open) {
      const due = [...open];
      if (due.length === 0) continue;
      const text = await readFile(join(this.#folder, `${deviceId}.jsonl`), 'utf8').catch(() => '');
      const stored = new Set(
        entriesOf(text).flatMap((entry) =>
          entry.kind === 'message' && entry.role === 'user' ? questionsIn(entry.text) : [],
        ),
      );
      for (const question of due) {
        open.delete(question);
        if (!stored.has(question)) this.lost.push({ deviceId, question });
      }
    }
  }
}
