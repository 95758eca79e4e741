/**
 * What the broker itself says when the model cannot: read at the start, from its own recordings and from the
 * operator's, which go before them.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { decodeOggOpus } from './ogg-opus.ts';
import { PHRASE_NAMES, PHRASE_TEXTS, type PhraseName } from './phrase-texts.ts';

export interface Phrase {
  readonly text: string;
  /** 16-bit mono PCM at 24 kHz; not to be changed. */
  readonly pcm: Int16Array;
}

export interface Phrases {
  /**
   * @param language BCP 47. Without that very language, its main one (`de-AT`, `de`), then the configured one, then
   *   English.
   */
  get(name: PhraseName, language?: string): Phrase;
}

export interface PhrasesOptions {
  /** BCP 47: for those who do not name theirs, and where theirs is missing. */
  readonly language: string;
  /**
   * Of an operator: `<language>/<name>.opus` (Ogg Opus) and, when it says something else than the broker's own,
   * `<language>/<name>.txt`. A language that the broker does not have needs both.
   */
  readonly folder?: string | undefined;
  readonly log?: Logger | undefined;
}

/** A phrase that cannot be read, or a language that is nowhere; `message` names the file and what to do. */
export class PhraseError extends Error {
  override readonly name = 'PhraseError';
}

/** The same place seen from the sources and from the build. */
const OWN_FOLDER = fileURLToPath(new URL('../../phrases/', import.meta.url));
const MAX_RECORDING_BYTES = 1_000_000;
const MAX_TEXT_BYTES = 1000;
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

/** By language in small letters. */
type Recorded = Map<string, Map<PhraseName, Phrase>>;

/** @throws {PhraseError} */
export async function openPhrases({ language, folder, log }: PhrasesOptions): Promise<Phrases> {
  const recorded: Recorded = new Map();
  await readFolder(OWN_FOLDER, recorded);
  if (folder) await readFolder(folder, recorded);
  const known = [...recorded.keys()].sort();
  if (!chain(language).some((candidate) => recorded.has(candidate))) {
    throw new PhraseError(
      `There are no phrases in the language "${language}". Known: ${known.join(', ')}. ` +
        'Choose another conversation.language, or record them (conversation.phrasesDir).',
    );
  }
  log?.debug({ languages: known, folder }, 'phrases read');
  return {
    get(name, wanted = language) {
      for (const candidate of [...chain(wanted), ...chain(language), 'en']) {
        const phrase = recorded.get(candidate)?.get(name);
        if (phrase) return phrase;
      }
      throw new PhraseError(`The phrase "${name}" is missing.`);
    },
  };
}

/** `de-AT-1996`, `de-AT`, `de` (RFC 4647, lookup). */
function chain(language: string): string[] {
  const parts = language.toLowerCase().replaceAll('_', '-').split('-');
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('-'));
}

async function readFolder(folder: string, into: Recorded): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw closedFolder(folder, cause);
  });
  for (const entry of entries) {
    if (!entry.isDirectory()) continue;
    const path = join(folder, entry.name);
    if (!LANGUAGE.test(entry.name)) {
      throw new PhraseError(`${path}: folders here are named after languages, like "de" or "pt-BR".`);
    }
    await readLanguage(path, entry.name.toLowerCase(), into);
  }
}

async function readLanguage(folder: string, language: string, into: Recorded): Promise<void> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw closedFolder(folder, cause);
  });
  const phrases = into.get(language) ?? new Map<PhraseName, Phrase>();
  for (const file of files) {
    if (file.startsWith('.')) continue;
    const [, name, kind] = /^(.+)\.(opus|txt)$/.exec(file) ?? [];
    if (!isPhraseName(name)) {
      const names = PHRASE_NAMES.map((known) => `${known}.opus`).join(', ');
      throw new PhraseError(`${join(folder, file)}: this is none of ${names} (or .txt).`);
    }
    if (kind === 'txt' && !files.includes(`${name}.opus`)) {
      throw new PhraseError(`${join(folder, file)}: there is no recording ${name}.opus beside it.`);
    }
    if (kind === 'opus') phrases.set(name, await readPhrase(folder, language, name, files));
  }
  into.set(language, phrases);
}

async function readPhrase(
  folder: string,
  language: string,
  name: PhraseName,
  files: readonly string[],
): Promise<Phrase> {
  const file = join(folder, `${name}.opus`);
  const text = files.includes(`${name}.txt`)
    ? (await readBounded(join(folder, `${name}.txt`), MAX_TEXT_BYTES)).toString('utf8').trim()
    : textOf(language, name);
  if (!text) throw new PhraseError(`${file}: write down what it says, in ${name}.txt beside it.`);
  const bytes = await readBounded(file, MAX_RECORDING_BYTES);
  try {
    return { text, pcm: decodeOggOpus(bytes) };
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** Of the broker's own wording; a recording for a region may say the same as its language's. */
function textOf(language: string, name: PhraseName): string | undefined {
  const texts: Record<string, Record<PhraseName, string>> = PHRASE_TEXTS;
  for (const candidate of chain(language)) if (texts[candidate]) return texts[candidate][name];
  return undefined;
}

async function readBounded(file: string, maxBytes: number): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw new Error(`it has ${size} bytes, at most ${maxBytes} are allowed`);
    return await readFile(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

const isPhraseName = (name: string | undefined): name is PhraseName =>
  PHRASE_NAMES.includes(name as PhraseName);

const closedFolder = (folder: string, cause: unknown): PhraseError =>
  new PhraseError(
    `The phrases in ${folder} cannot be read: ${reasonOf(cause)}. Check conversation.phrasesDir and the rights of the folder.`,
    { cause },
  );

const unreadable = (file: string, cause: unknown): PhraseError =>
  new PhraseError(
    `${file} cannot be read as a phrase: ${reasonOf(cause)}. Put a recording in Ogg Opus there, or remove the file.`,
    { cause },
  );

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
