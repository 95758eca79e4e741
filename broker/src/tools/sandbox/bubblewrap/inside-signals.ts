/** Reaches what runs in bubblewrap from outside: bubblewrap itself passes no signals on. */
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';

const MAX_INFO_CHARS = 4096;

export class InsideSignals {
  /** The first process of its namespace: with it ends all that is there. */
  #first: number | undefined;

  /** @param info what bubblewrap writes about itself */
  constructor(info: Readable) {
    let text = '';
    info.on('data', (chunk: Buffer) => {
      if (this.#first !== undefined || text.length > MAX_INFO_CHARS) return;
      text += chunk.toString();
      const [, pid] = /"child-pid": *(\d+)[^\d]/.exec(text) ?? [];
      if (pid !== undefined) this.#first = Number(pid);
    });
  }

  /** False: nothing is there yet, or there is no way to ask. */
  send(signal: 'SIGTERM' | 'SIGKILL'): boolean {
    const first = this.#first;
    if (first === undefined) return false;
    if (signal === 'SIGKILL') return kill(first, signal);
    const reached = childrenOf(first).map((pid) => kill(-pid, signal) || kill(pid, signal));
    return reached.includes(true);
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(/\s+/)
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
