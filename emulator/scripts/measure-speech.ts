/** Measures what the emulator hears and how soon it answers. Run with --help for its options. */
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { Command, Option } from 'commander';
import type { EndpointingSensitivity } from '../src/conversation/parts.ts';
import { createLocalParts, defaultModelsDir, type EndpointingProfile } from '../src/local.ts';
import { debianRecordings } from './speech/debian-recordings.ts';
import { fixtureRecordings } from './speech/fixture-recordings.ts';
import { timeReply } from './speech/time-reply.ts';
import type { Recording } from './speech/recording.ts';
import { SAMPLE_RATE_HZ } from './speech/recording.ts';
import { scoredWords, wordErrors } from './speech/word-error-rate.ts';

interface Options {
  readonly json?: true;
  readonly debian: boolean;
  readonly sensitivity: EndpointingSensitivity;
  readonly profile: EndpointingProfile;
  readonly replies: string;
  readonly errors?: true;
  readonly words: boolean;
}

const options = new Command('measure-speech')
  .description(
    'Word error rate on real speech, and the time from the end of speech to the first audio of the answer.',
  )
  .option('--json', 'print one JSON object at the end')
  .option('--no-debian', 'measure only the recordings of this project')
  .addOption(
    new Option('--sensitivity <name>', 'endpointing of the timed replies')
      .choices(['HIGH', 'MEDIUM', 'LOW'])
      .default('HIGH'),
  )
  .addOption(
    new Option('--profile <name>', 'endpointing profile').choices(['quick', 'nova']).default('quick'),
  )
  .option('--replies <count>', 'replies to time, in real time', '30')
  .option('--no-words', 'time replies only')
  .option('--errors', 'show every recording that was not heard right')
  .parse()
  .opts<Options>();

const say = (text: string) => process.stderr.write(`${text}\n`);
const percent = (part: number, whole: number) => Math.round((1000 * part) / whole) / 10;
const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!;

/** Every n-th, so that all sets are among the few that are timed. */
const sample = (recordings: readonly Recording[], count: number) =>
  recordings.filter(
    (_, index) =>
      Math.floor((index * count) / recordings.length) !==
      Math.floor(((index - 1) * count) / recordings.length),
  );

const modelsDir = defaultModelsDir();
const recordings = await fixtureRecordings();
if (options.debian) {
  const known = new Set(recordings.map(({ words }) => words));
  const more = await debianRecordings(dirname(modelsDir), say);
  recordings.push(...more.filter(({ words }) => !known.has(words)));
}
const parts = await createLocalParts({
  modelsDir,
  endpointingProfile: options.profile,
  onProgress: (progress) => progress.kind === 'ready' && say(`ears and voice ready in ${progress.tookMs} ms`),
  onTrouble: say,
});
try {
  const sets = new Map<string, { recordings: number; seconds: number; words: number; errors: number }>();
  for (const [index, recording] of (options.words ? recordings : []).entries()) {
    const text = await parts.transcribe(recording.pcm);
    const said = scoredWords(recording.words);
    const errors = wordErrors(said, scoredWords(text));
    const set = sets.get(recording.set) ?? { recordings: 0, seconds: 0, words: 0, errors: 0 };
    set.recordings += 1;
    set.seconds += recording.pcm.length / SAMPLE_RATE_HZ;
    set.words += said.length;
    set.errors += errors;
    sets.set(recording.set, set);
    if (options.errors && errors > 0)
      say(`${errors} in ${recording.name}\n  said  ${recording.words}\n  heard ${text}`);
    if (index % 25 === 24) say(`heard ${index + 1} of ${recordings.length} recordings`);
  }
  const all = [...sets.values()];
  const words = all.reduce((sum, set) => sum + set.words, 0);
  const errors = all.reduce((sum, set) => sum + set.errors, 0);
  for (const [name, set] of sets) {
    say(
      `${name}: ${set.recordings} recordings, ${Math.round(set.seconds)} s, ${set.words} words, WER ${percent(set.errors, set.words)} %`,
    );
  }
  if (options.words)
    say(`all: ${recordings.length} recordings, ${words} words, WER ${percent(errors, words)} %`);

  const timed = sample(recordings, Number(options.replies));
  const timings = [];
  for (const [index, recording] of timed.entries()) {
    timings.push(await timeReply(parts, recording, options.sensitivity));
    const { firstAudioMs, heardMs, text } = timings.at(-1)!;
    say(`reply ${index + 1} of ${timed.length}: ${firstAudioMs} ms (words after ${heardMs} ms) ${text}`);
  }
  if (timings.length === 0) throw new Error('--replies must be at least 1.');
  const sorted = timings.map(({ firstAudioMs }) => firstAudioMs).sort((a, b) => a - b);
  const report = {
    sensitivity: options.sensitivity,
    profile: options.profile,
    cpu: cpus()[0]?.model,
    ...(options.words && {
      recordings: recordings.length,
      words,
      werPercent: percent(errors, words),
      sets: Object.fromEntries(
        [...sets].map(([name, set]) => [name, { ...set, werPercent: percent(set.errors, set.words) }]),
      ),
    }),
    replies: timings.length,
    firstAudioMs: { median: quantile(sorted, 0.5), p95: quantile(sorted, 0.95), max: sorted.at(-1) },
    cutTurns: timings.reduce((sum, { cutTurns }) => sum + cutTurns, 0),
  };
  say(
    `first audio of the answer after the end of speech: median ${report.firstAudioMs.median} ms, p95 ${report.firstAudioMs.p95} ms`,
  );
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
} finally {
  await parts.close();
}
