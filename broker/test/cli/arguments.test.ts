import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fileNamed, pipit, question } from './commands.ts';

test('help is there for every command', async () => {
  const help = await pipit(['--help']);
  expect(help.code).toBe(0);
  for (const command of ['setup', 'start', 'demo', 'device', 'user', 'db', 'talk', 'doctor', 'emulator']) {
    expect(help.stdout).toContain(command);
    const own = await pipit([command, '--help']);
    expect(own.code).toBe(0);
    expect(own.stdout).toContain('Usage:');
  }
  expect((await pipit(['start', '--help'])).stdout).toMatch(/mqtt\.port, PIPIT_MQTT_PORT \[1883\]/);
});

test('every mistake in the settings is told at once', async () => {
  await writeFile(fileNamed('pipit.yaml'), 'mqtt: { prot: 1 }\n');
  const result = await pipit(['start', '--set', 'session.max=none'], { PIPIT_LOG_LEVEL: 'loud' });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/3 problems/);
  for (const what of ['mqtt.prot: there is no such setting', 'session.max: ', 'log.level: '])
    expect(result.stderr).toContain(what);
});

test('talk without a voice, an identity or a broker says what is missing', async () => {
  expect((await pipit(['talk', '--in', question])).stderr).toMatch(/--id or PIPIT_DEVICE_ID/);
  expect((await pipit(['talk', '--id', 'x', '--secret', 'y'])).stderr).toMatch(/--in FILE or --mic/);
  const noBroker = await pipit([
    'talk',
    '--id',
    'x',
    '--secret',
    'y',
    '--in',
    question,
    '--url',
    'mqtt://127.0.0.1:1',
  ]);
  expect(noBroker.code).toBe(1);
  expect(noBroker.stderr).toMatch(/pipit: /);
});

test('wrong flags fail in JSON as well', async () => {
  const mistakes: [string[], RegExp][] = [
    [['nonsense', '--json'], /unknown command/],
    [['demo', '--turns', '0', '--json'], /whole number/],
    [['talk', '--nonsense', '--json'], /unknown option/],
    [['talk', '--in', 'x.wav', '--answer-timeout', 'soon', '--json'], /number of seconds/],
    [['device', 'add', '--json'], /missing required argument/],
    [['start', '--set', 'x', '--json'], /KEY=VALUE/],
  ];
  const results = await Promise.all(mistakes.map(([args]) => pipit(args)));
  for (const [index, [, message]] of mistakes.entries()) {
    expect(results[index]!.code).toBe(1);
    expect(results[index]!.json).toMatchObject({ error: { text: expect.stringMatching(message) } });
  }
});
