/** The recordings that come with the project; their words are in the table of its README. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Recording, wavSamples } from './recording.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/speech');

export async function fixtureRecordings(): Promise<Recording[]> {
  const table = await readFile(join(FOLDER, 'README.md'), 'utf8');
  const rows = [...table.matchAll(/^\| ((?:lv|ps|question)-\S+) \| ([^|]+) \|/gm)];
  return Promise.all(
    rows.map(async ([, name, words]) => ({
      name: name!,
      set: name!.startsWith('question') ? 'questions' : 'fixtures',
      words: words!.trim(),
      pcm: wavSamples(await readFile(join(FOLDER, `${name}.wav`))),
    })),
  );
}
