import { readdir, rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { fileNamed, haveDatabase, onFreePorts, pipit, startBroker } from './commands.ts';

test('a database that is not there is told, and not made by looking', async () => {
  for (const command of [['status'], ['backup', '--out', fileNamed('none.gz')]]) {
    const looked = await pipit(['db', ...command, '--json']);
    expect(looked.json).toMatchObject({
      error: { code: 'MISSING', text: expect.stringContaining('dataDir') },
    });
  }
  await expect(readdir(fileNamed('data'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a database is saved, restored, and looked at', async () => {
  await pipit(['device', 'add', 'kitchen']);
  expect((await pipit(['db', 'status', '--json'])).json).toMatchObject({
    engine: 'embedded',
    migrations: Object.keys(MIGRATIONS).map((name) => ({ name, executedAt: expect.any(String) })),
  });
  expect((await pipit(['db', 'migrate', '--json'])).json).toEqual({ applied: [] });
  const file = fileNamed('backup.jsonl.gz');
  expect((await pipit(['db', 'backup', '--out', file, '--json'])).json).toMatchObject({ file });
  await pipit(['device', 'remove', 'kitchen']);
  await pipit(['device', 'add', 'hall']);
  const refused = await pipit(['db', 'restore', file, '--json']);
  expect(refused.json).toMatchObject({
    error: { code: 'NOT_EMPTY', text: expect.stringMatching(/--replace/) },
  });
  expect((await pipit(['db', 'restore', file, '--replace'])).stdout).toMatch(/Restored \d+ rows/);
  expect((await pipit(['device', 'list', '--json'])).json).toMatchObject({ devices: [{ id: 'kitchen' }] });
});

test('a lost key of the secrets ends the broker with a word, and forgetting them lets it start', async () => {
  await haveDatabase();
  await pipit(['user', 'add', 'anna@example.com']);
  const forget = ['db', 'forget-secrets'];
  expect((await pipit(forget)).stdout).toMatch(/Nothing is lost/);
  await rm(fileNamed('data', 'secret.key'));
  const failed = await pipit(['start', ...onFreePorts]);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/was encrypted with the key .* pipit db forget-secrets/);
  const unanswered = await pipit(forget);
  expect(unanswered.stdout).toMatch(/1 signing key\(s\)/);
  expect(unanswered.stderr).toMatch(/There is no answer/);
  expect(unanswered.code).toBe(1);
  expect((await pipit([...forget, '--yes', '--json'])).json).toMatchObject({
    keyId: expect.any(String),
    signingKeys: [expect.any(String)],
    providerKeys: [],
    mcpServers: [],
    claims: [],
  });
  await startBroker();
  const refused = await pipit([...forget, '--yes', '--json']);
  expect(refused.json).toMatchObject({
    error: { code: 'LOCKED', text: expect.stringMatching(/Stop that process first/) },
  });
  expect((await pipit(['user', 'list', '--json'])).json).toMatchObject({
    users: [{ email: 'anna@example.com' }],
  });
});
