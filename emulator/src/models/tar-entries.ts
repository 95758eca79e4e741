/**
 * Reads wanted files out of a gzipped tar as npm packs it: ustar headers, paths of at most 256 bytes.
 * https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html#tag_20_92_13_06
 */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

const BLOCK = 512;
const text = (block: Buffer, start: number, length: number): string => {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
};

interface Entry {
  readonly path: string;
  readonly size: number;
  readonly isFile: boolean;
}

function readHeader(block: Buffer): Entry | undefined {
  if (block.every((byte) => byte === 0)) return undefined;
  const size = Number.parseInt(text(block, 124, 12).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error('The package archive has a broken entry.');
  const prefix = text(block, 257, 5) === 'ustar' ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const type = block[156];
  return { path: prefix ? `${prefix}/${name}` : name, size, isFile: type === 0 || type === 0x30 };
}

/**
 * The contents of the entries that `wanted` gives a size limit for, in the archive's order.
 * @param wanted path inside the archive → the most bytes that are accepted.
 * @throws when the archive is broken or a wanted entry is larger than its limit.
 */
export async function* readTarEntries(
  archive: string,
  wanted: ReadonlyMap<string, number>,
): AsyncGenerator<{ path: string; data: Buffer }> {
  let pending: Buffer = Buffer.alloc(0);
  let entry: Entry | undefined;
  let kept: Buffer[] | undefined;
  let left = 0;
  let padding = 0;
  const source = createReadStream(archive);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      while (pending.length > 0) {
        if (left > 0) {
          const part = pending.subarray(0, left);
          kept?.push(part);
          left -= part.length;
          pending = pending.subarray(part.length);
        } else if (padding > 0) {
          const skipped = Math.min(padding, pending.length);
          padding -= skipped;
          pending = pending.subarray(skipped);
        } else if (pending.length < BLOCK) {
          break;
        } else {
          entry = readHeader(pending.subarray(0, BLOCK));
          pending = pending.subarray(BLOCK);
          if (!entry) continue;
          const limit = entry.isFile ? wanted.get(entry.path) : undefined;
          if (limit !== undefined && entry.size > limit)
            throw new Error(`${entry.path} is larger than expected.`);
          kept = limit === undefined ? undefined : [];
          left = entry.size;
          padding = (BLOCK - (entry.size % BLOCK)) % BLOCK;
        }
        if (entry && kept && left === 0) {
          yield { path: entry.path, data: Buffer.concat(kept) };
          kept = undefined;
        }
      }
    }
    if (left > 0 || pending.length > 0) throw new Error('The package archive ends too early.');
  } finally {
    source.destroy();
    gunzip.destroy();
  }
}
