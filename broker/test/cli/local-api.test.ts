import { describe, expect, test } from 'vitest';
import { haveDatabase, launch, pipit, startBroker } from './commands.ts';

describe('device', () => {
  test('add, list, rotate, remove', async () => {
    const added = await pipit(['device', 'add', 'kitchen', '--name', 'The kitchen', '--json']);
    expect(added.json).toMatchObject({
      device: { id: 'kitchen', name: 'The kitchen' },
      secret: expect.stringMatching(/^pk_/),
    });
    const rotated = await pipit(['device', 'rotate', 'kitchen', '--json']);
    expect(rotated.json['secret']).not.toBe(added.json['secret']);
    expect((await pipit(['device', 'disable', 'kitchen', '--json'])).json).toEqual({
      id: 'kitchen',
      enabled: false,
    });
    expect((await pipit(['device', 'list'])).stdout).toMatch(/kitchen +disabled/);
    expect((await pipit(['device', 'enable', 'kitchen'])).stdout).toMatch(/Enabled kitchen/);
    const listed = await pipit(['device', 'list', '--json']);
    expect(listed.json).toMatchObject({ devices: [{ id: 'kitchen' }] });
    expect(listed.stdout).not.toMatch(/pk_|hash/i);
    expect((await pipit(['device', 'list'])).stdout).toMatch(/kitchen .*The kitchen/);
    expect((await pipit(['device', 'remove', 'kitchen', '--json'])).json).toEqual({ removed: 'kitchen' });
    expect((await pipit(['device', 'list'])).stdout).toMatch(/No devices\. Add one/);
  });

  test.each([
    [['device', 'add', 'no/slash'], /id: Use 1 to 64/],
    [['device', 'remove', 'nobody'], /no device with the id "nobody"/],
    [['device', 'rotate', 'nobody'], /nobody/],
  ])('%j fails with a word of advice', async (args, message) => {
    await haveDatabase();
    const result = await pipit(args);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/ {4}at /);
    const asJson = await pipit([...args, '--json']);
    expect(asJson.json).toMatchObject({ error: { text: expect.stringMatching(message) } });
  });
});

test('people are invited, and get a password, with and without a broker', async () => {
  const typed = ['sh', '-c', 'echo "four small birds" | "$@"', 'sh'];
  const args = ['user', 'add', 'Anna@Example.com', '--role', 'owner', '--password-stdin', '--json'];
  const added = await launch(args, { before: typed }).ended;
  expect(added.json).toMatchObject({ user: { email: 'anna@example.com', name: 'Anna', role: 'owner' } });
  const broker = await startBroker();
  const base = `http://127.0.0.1:${broker.ports['http']}`;
  const signIn = (password: string) =>
    fetch(`${base}/api/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'anna@example.com', password }),
    });
  expect((await signIn('four small birds')).status).toBe(200);
  expect((await signIn('another')).status).toBe(401);
  const invited = await pipit(['user', 'add', 'bob@example.com', '--json']);
  expect(invited.json).toMatchObject({ link: { url: expect.stringMatching(/#[\w-]{43}$/) } });
  expect((await pipit(['user', 'list'])).stdout).toMatch(/anna@example\.com +owner +active/);
  const weak = await pipit(['user', 'add', 'carl@example.com', '--role', 'king', '--json']);
  expect(weak.json).toMatchObject({ error: { text: expect.stringMatching(/^role: /) } });
  expect((await pipit(['user', 'remove', 'bob@example.com', '--json'])).json).toEqual({
    removed: 'bob@example.com',
  });
  expect((await pipit(['user', 'reset', 'bob@example.com'])).stderr).toMatch(/nobody with the address/);
  broker.child.kill('SIGTERM');
  expect((await broker.ended).code).toBe(0);
});
