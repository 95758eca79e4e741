import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openVault } from './secret-key.ts';
import { createVault } from './vault.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pipit-vault-'));
});
afterEach(() => rm(folder, { recursive: true }));

const newKey = () => randomBytes(32).toString('base64url');

test('a secret comes back, and is sealed differently each time', () => {
  const vault = createVault(randomBytes(32));
  const sealed = vault.seal('grüße', 'mcp:1');
  expect(vault.open(sealed, 'mcp:1')).toBe('grüße');
  expect(vault.open(vault.seal('', 'mcp:1'), 'mcp:1')).toBe('');
  expect(vault.seal('grüße', 'mcp:1')).not.toBe(sealed);
  expect(sealed).not.toContain('grüße');
});

test('elsewhere, changed or cut, it does not open', () => {
  const vault = createVault(randomBytes(32));
  const sealed = vault.seal('secret', 'mcp:1');
  const [version, keyId, iv, text = ''] = sealed.split('.');
  const flipped = `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`;
  expect(() => vault.open(sealed, 'mcp:2')).toThrow(expect.objectContaining({ code: 'DAMAGED' }));
  for (const broken of [[version, keyId, iv, flipped].join('.'), sealed.slice(0, -30), 'v2.a.b.c', ''])
    expect(() => vault.open(broken, 'mcp:1')).toThrow(expect.objectContaining({ code: 'DAMAGED' }));
});

test('the key is made once, for the owner only', async () => {
  const [first, second] = await Promise.all([openVault({ dataDir: folder }), openVault({ dataDir: folder })]);
  expect(second.open(first.seal('x', 'c'), 'c')).toBe('x');
  expect((await stat(join(folder, 'secret.key'))).mode & 0o777).toBe(0o600);
  const third = await openVault({ dataDir: folder });
  expect(third.open(first.seal('x', 'c'), 'c')).toBe('x');
});

test('another key is told apart from damage, without a word of either key', async () => {
  const secretKey = newKey();
  const vault = await openVault({ secretKey, dataDir: folder });
  const other = await openVault({ dataDir: folder });
  const fileKey = (await readFile(join(folder, 'secret.key'), 'utf8')).trim();
  try {
    other.open(vault.seal('x', 'c'), 'c');
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ code: 'WRONG_KEY' });
    expect((error as Error).message).toMatch(/secret\.key/);
    expect((error as Error).message).not.toContain(secretKey);
    expect((error as Error).message).not.toContain(fileKey);
  }
});

test('a file that holds no key stops the start instead of being replaced', async () => {
  await writeFile(join(folder, 'secret.key'), 'short');
  await expect(openVault({ dataDir: folder })).rejects.toMatchObject({ code: 'KEY_INVALID' });
  expect(await readFile(join(folder, 'secret.key'), 'utf8')).toBe('short');
});
