import { join } from 'node:path';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { connectionTo } from './postgresql-url.ts';

const CA_FILE = fileURLToPath(new URL('../../../fixtures/certs/localhost.crt', import.meta.url));
const KEY_FILE = CA_FILE.replace('.crt', '.key');
const ADDRESS = 'postgresql://pipit:secret@db.example.com:5432/pipit';
const ca = expect.stringContaining('BEGIN CERTIFICATE');

const MEANINGS: readonly (readonly [query: string, ssl: unknown])[] = [
  ['', undefined],
  ['?sslmode=disable', false],
  ['?ssl=0', false],
  ['?ssl=false', false],
  ['?sslmode=no-verify', { rejectUnauthorized: false }],
  ['?sslmode=require', { rejectUnauthorized: true }],
  ['?sslmode=require&uselibpqcompat=true', { rejectUnauthorized: true }],
  ['?sslmode=verify-ca', { rejectUnauthorized: true }],
  ['?sslmode=verify-full&sslrootcert=system', { rejectUnauthorized: true }],
  ['?ssl=true', { rejectUnauthorized: true }],
  ['?ssl=true&sslmode=require', { rejectUnauthorized: true }],
  ['?sslnegotiation=direct', { rejectUnauthorized: true }],
  [`?sslrootcert=${CA_FILE}`, { rejectUnauthorized: true, ca }],
  [
    `?sslmode=require&sslcert=${CA_FILE}&sslkey=${KEY_FILE}`,
    { rejectUnauthorized: true, cert: ca, key: expect.stringContaining('PRIVATE KEY') },
  ],
];

test.for(MEANINGS)('without authorities of its own, %s is taken at its word', async ([query, ssl]) => {
  expect((await connectionTo({ url: `${ADDRESS}${query}` })).ssl).toEqual(ssl);
});

test.for(['', '?sslmode=require', '?sslmode=verify-ca', '?sslmode=verify-full', '?ssl=true', '?ssl=1'])(
  'with authorities, %s checks the certificate against those',
  async (query) => {
    const { ssl, connectionString } = await connectionTo({ url: `${ADDRESS}${query}`, caFile: CA_FILE });
    expect(ssl).toEqual({ rejectUnauthorized: true, ca });
    // The driver would let it win.
    expect(connectionString).toBe(ADDRESS);
  },
);

test.for([
  ['?sslmode=disable', /sslmode=disable.*caFile/],
  ['?sslmode=no-verify', /sslmode=no-verify.*caFile/],
  ['?ssl=false', /ssl=false.*caFile/],
  ['?ssl=0', /ssl=0.*caFile/],
  ['?sslmode=prefer', /sslmode=prefer.*verify-full/],
  ['?sslmode=allow', /sslmode=allow.*verify-full/],
  ['?ssl=true&sslmode=disable', /sslmode=disable and ssl=true/],
  ['?sslrootcert=/other.pem', /sslrootcert/],
] as const)('with authorities, %s is refused', async ([query, what]) => {
  const refused = connectionTo({ url: `${ADDRESS}${query}`, caFile: CA_FILE });
  await expect(refused).rejects.toMatchObject({
    code: 'MISCONFIGURED',
    message: expect.stringMatching(what),
  });
  await expect(refused).rejects.not.toThrow(/secret|example/);
});

test('whatever else the address says is left to the driver', async () => {
  const { connectionString } = await connectionTo({
    url: `${ADDRESS}?sslmode=require&options=-c%20search_path%3Dx&connect_timeout=3`,
  });
  expect(connectionString).toBe(`${ADDRESS}?options=-c+search_path%3Dx&connect_timeout=3`);
  const socket = 'postgresql:///pipit?host=/var/run/postgresql';
  expect((await connectionTo({ url: socket })).connectionString).toContain('postgresql:///pipit?host=');
});

test.for([
  'postgresql://pipit:S3c@retP#gPw@db.example.com/pipit',
  'postgresql://pipit:S3cret#gPw@db.example.com/pipit',
  'postgresql://pipit:12/retPgPw@db.example.com/pipit',
  'postgresql://pipit:12?retPgPw@db.example.com/pipit',
  'postgresql://pipit:S3c/retPgPw@db.example.com/pipit',
])('of an address that cannot be told apart, nothing is told: %s', async (url) => {
  const error = await connectionTo({ url }).then(
    () => undefined,
    (caught: unknown) => caught as Error,
  );
  expect(error).toMatchObject({ code: 'MISCONFIGURED', message: expect.stringContaining('%40 for @') });
  expect(error?.message).not.toMatch(/S3c|retP|gPw/);
  expect(error?.cause).toBeUndefined();
});

test('files that are not there, or hold something else, are told with their setting', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pipit-url-'));
  const caFile = join(folder, 'ca.pem');
  await expect(connectionTo({ url: ADDRESS, caFile })).rejects.toMatchObject({
    code: 'MISCONFIGURED',
    message: `The file ${caFile} does not exist. It is named by database.caFile: name one that does.`,
  });
  await writeFile(caFile, 'no certificate');
  await expect(connectionTo({ url: ADDRESS, caFile })).rejects.toThrow(
    /holds no certificate.*database.caFile/,
  );
  await rm(folder, { recursive: true });
});

test('the driver warns of nothing', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
  for (const mode of ['require', 'verify-ca']) await connectionTo({ url: `${ADDRESS}?sslmode=${mode}` });
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
});
