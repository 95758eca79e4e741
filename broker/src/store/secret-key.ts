/** The key of the vault: from the settings, else from a file in the data folder that is made at the first start. */
import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from './durable-file.ts';
import { KEY_BYTES, type Vault, VaultError, createVault } from './vault.ts';

export const SECRET_KEY_FILE = 'secret.key';

export interface VaultOptions {
  /** The setting: base64url, 32 bytes. */
  readonly secretKey?: string | undefined;
  readonly dataDir: string;
}

/** @throws {VaultError} KEY_INVALID when setting or file hold something else. */
export async function openVault({ secretKey, dataDir }: VaultOptions): Promise<Vault> {
  if (secretKey !== undefined) return createVault(keyFrom(secretKey, 'The setting secretKey'));
  const path = join(dataDir, SECRET_KEY_FILE);
  const text = (await read(path)) ?? (await create(path));
  return createVault(keyFrom(text, `The file ${path}`));
}

function keyFrom(text: string, what: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64url');
  if (key.length === KEY_BYTES) return key;
  throw new VaultError(
    'KEY_INVALID',
    `${what} must hold ${KEY_BYTES} bytes in base64url. Put the former key back; if there was none, make one: openssl rand -base64 32 | tr +/ -_ | tr -d =`,
  );
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** By link, so that of two processes that start at once one wins, and a key that exists is never replaced. */
async function create(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  const key = randomBytes(KEY_BYTES).toString('base64url');
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(`${key}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(temporary, path);
    await syncFolder(dirname(path));
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return await readFile(path, 'utf8');
  } finally {
    await rm(temporary, { force: true });
  }
}
