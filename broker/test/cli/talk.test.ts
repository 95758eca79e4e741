import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { fileNamed, haveDatabase, interruptAt, pipit, question, startBroker } from './commands.ts';

test('start, talk from a file, stop', async () => {
  const broker = await startBroker({ isOptimized: true });
  const { json } = await pipit(['device', 'add', 'shell', '--json']);
  const reply = fileNamed('reply.wav');
  const url = `mqtt://127.0.0.1:${broker.ports['tcp']}`;
  const identity = {
    PIPIT_URL: url,
    PIPIT_DEVICE_ID: 'shell',
    PIPIT_DEVICE_SECRET: json['secret'] as string,
  };
  const talk = await pipit(['talk', '--in', question, '--out', reply, '--json'], identity);
  expect(talk.json).toMatchObject({
    heard: ['scripted turn'],
    said: ['This is a scripted answer.'],
    frames: { lost: 0 },
  });
  expect((await readFile(reply)).length).toBeGreaterThan(50_000);
  const pushed = await pipit(['talk', '--in', question, '--push-to-talk', '--json'], identity);
  expect(pushed.json).toMatchObject({ heard: ['scripted turn'] });

  const drawn = await pipit(['talk', '--in', question, '--waterfall', '--json'], {
    ...identity,
    NO_COLOR: '1',
  });
  const lines = drawn.stderr.split('\n');
  const times = lines.flatMap((line) => /^[a-z +]+[ █▏▸]+ (\d+) ms$/.exec(line)?.[1] ?? []).map(Number);
  const whole = times.pop();
  expect(times.reduce((sum, ms) => sum + ms, 0)).toBe(whole);
  const [{ moments }] = drawn.json['turns'] as [{ moments: { mark: string; atMs: number }[] }];
  expect(moments.at(-1)).toEqual({ mark: 'PLAYBACK_FINISHED', atMs: whole });

  const wrong = await pipit(['talk', '--in', question, '--json'], {
    ...identity,
    PIPIT_DEVICE_SECRET: 'pk_wrong',
  });
  expect(wrong.code).toBe(1);
  expect(wrong.json).toMatchObject({ error: { code: 'BAD_CREDENTIALS' } });

  const health = await fetch(`http://127.0.0.1:${broker.ports['http']}/health`);
  expect(await health.json()).toMatchObject({ status: 'ok', sessionsOpen: 0 });
  broker.child.kill('SIGTERM');
  const { code, stderr } = await broker.ended;
  expect(code).toBe(0);
  expect(stderr).toMatch(/"signal":"SIGTERM".*\n.*"msg":"stopped"/);
});

test('Ctrl-C ends a talk at any time, and says so', async () => {
  await haveDatabase();
  const broker = await startBroker();
  const { json } = await pipit(['device', 'add', 'shell', '--json']);
  const identity = {
    PIPIT_URL: `mqtt://127.0.0.1:${broker.ports['tcp']}`,
    PIPIT_DEVICE_ID: 'shell',
    PIPIT_DEVICE_SECRET: json['secret'] as string,
  };
  const asking = await interruptAt(/connected/, ['talk', '--in', question, '--json'], identity);
  expect(asking).toMatchObject({ code: 130, json: { error: { name: 'StoppedError', text: 'Stopped.' } } });
  const blocked = await pipit(['talk', '--in', question, '--out', fileNamed(), '--json'], identity);
  expect(blocked.code).toBe(1);
  expect(blocked.json).toMatchObject({ error: { code: 'AUDIO_DEVICE' } });
  const late = await pipit(['talk', '--in', question, '--answer-timeout', '0.001', '--json'], identity);
  expect(late.json).toMatchObject({ error: { text: expect.stringMatching(/no answer within 0\.001 s/) } });
});
