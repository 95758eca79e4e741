/** Real speech for tests: the project's recordings and their words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../fixtures/speech');
const HEADER_BYTES = 44;

export interface Fixture {
  readonly name: string;
  readonly words: string;
  /** 16 kHz. */
  readonly pcm: Int16Array;
}

/** All recordings in the table of the folder's README, or those whose name begins so. */
export function speechFixtures(prefix = ''): Fixture[] {
  const table = readFileSync(join(FOLDER, 'README.md'), 'utf8');
  return [...table.matchAll(/^\| ((?:lv|ps|question)-\S+) \| ([^|]+) \|/gm)]
    .filter(([, name]) => name!.startsWith(prefix))
    .map(([, name, words]) => {
      const wav = readFileSync(join(FOLDER, `${name}.wav`));
      const pcm = new Int16Array((wav.length - HEADER_BYTES) >> 1);
      for (let i = 0; i < pcm.length; i++) pcm[i] = wav.readInt16LE(HEADER_BYTES + 2 * i);
      return { name: name!, words: words!.trim(), pcm };
    });
}

/** Noise that is the same in every run, −32768 to 32767 times `level`. */
export function noise(samples: number, level: number): Int16Array {
  let seed = 12_345;
  return Int16Array.from({ length: samples }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return Math.round((seed / 2 ** 31 - 1) * 32_767 * level);
  });
}

export const joined = (parts: readonly Int16Array[]): Int16Array =>
  Int16Array.from(parts.flatMap((part) => Array.from(part)));
