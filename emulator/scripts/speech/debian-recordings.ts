/**
 * Recordings of human speech in Debian's packages. They are unpacked into a folder of their own, which changes
 * nothing on the system and needs no rights; only ffmpeg, which decodes G.722, is installed when it is missing.
 */
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type Recording, samplesOf, wavSamples } from './recording.ts';

const run = promisify(execFile);
const MOST_BYTES = 64 << 20;
const PACKAGES = ['pocketsphinx-testdata', 'asterisk-core-sounds-en', 'asterisk-core-sounds-en-g722'];
const POCKETSPHINX = 'usr/share/pocketsphinx/test/data';
const ASTERISK = 'usr/share/asterisk/sounds/en_US_f_Allison';
const TRANSCRIPTS = 'usr/share/doc/asterisk-core-sounds-en/core-sounds-en.txt.gz';

/** Shorter prompts are parts of sentences, single letters and numbers: no turns. */
const FEWEST_WORDS = 4;

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Gives the folder with the unpacked packages. @throws where there is no apt or no network. */
async function unpack(folder: string, say: (text: string) => void): Promise<string> {
  const target = join(folder, 'debian-speech');
  if (await exists(join(target, ASTERISK))) return target;
  say(`fetching ${PACKAGES.join(', ')} from Debian`);
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(folder, '.debian-'));
  try {
    await run('apt-get', ['download', ...PACKAGES], { cwd: work });
    for (const file of await readdir(work)) {
      if (file.endsWith('.deb')) await run('dpkg-deb', ['-x', join(work, file), join(work, 'tree')]);
    }
    await rename(join(work, 'tree'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return target;
}

async function needFfmpeg(say: (text: string) => void): Promise<void> {
  if (await run('ffmpeg', ['-version']).catch(() => undefined)) return;
  say('installing ffmpeg');
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'ffmpeg']);
}

/** The lines of a CMU transcription: `<s> words </s> (name)`. */
async function transcription(path: string): Promise<[name: string, words: string][]> {
  const lines = await readFile(path, 'utf8');
  return [...lines.matchAll(/^<s>(.*)<\/s>\s*\((.+)\)/gm)].map(([, words, name]) => [name!, words!.trim()]);
}

async function pocketsphinx(root: string): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const [set, folder, list] of [
    ['librivox', 'librivox', 'transcription'],
    ['cards', 'cards', 'cards.transcription'],
  ] as const) {
    const path = join(root, POCKETSPHINX, folder);
    for (const [name, words] of await transcription(join(path, list))) {
      recordings.push({ name, set, words, pcm: wavSamples(await readFile(join(path, `${name}.wav`))) });
    }
  }
  return recordings;
}

async function asterisk(root: string): Promise<Recording[]> {
  const list = gunzipSync(await readFile(join(root, TRANSCRIPTS))).toString('utf8');
  const recordings: Recording[] = [];
  for (const [, name, words] of list.matchAll(/^([\w/-]+): (.+)$/gm)) {
    const path = join(root, ASTERISK, `${name}.g722`);
    // Tones, keys' symbols and the like are no transcript of what is said.
    if (
      /[[\]()#*<>@$+=/"]/.test(words!) ||
      words!.split(/\s+/).length < FEWEST_WORDS ||
      !(await exists(path))
    )
      continue;
    const args = ['-v', 'error', '-f', 'g722', '-i', path, '-ar', '16000', '-ac', '1', '-f', 's16le', '-'];
    const { stdout } = await run('ffmpeg', args, { encoding: 'buffer', maxBuffer: MOST_BYTES });
    recordings.push({
      name: basename(path, '.g722'),
      set: 'asterisk',
      words: words!,
      pcm: samplesOf(stdout),
    });
  }
  return recordings;
}

/** LibriVox and card readings of CMU, and the sentences of Asterisk's prompts. */
export async function debianRecordings(folder: string, say: (text: string) => void): Promise<Recording[]> {
  const root = await unpack(folder, say);
  await needFfmpeg(say);
  return [...(await pocketsphinx(root)), ...(await asterisk(root))];
}
