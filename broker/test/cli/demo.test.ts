import { readdir, writeFile } from 'node:fs/promises';
import { wavHeader } from '@pipit/device-sdk/node';
import { describe, expect, test } from 'vitest';
import { fileNamed, interruptAt, launch, pipit } from './commands.ts';

describe('demo', () => {
  test.each([
    ['while it starts', /starting broker/],
    ['while it asks', /asks /],
  ])('Ctrl-C %s ends it, and nothing is left', async (_when, text) => {
    const environment = { TMPDIR: fileNamed() };
    const stopped = await interruptAt(text, ['demo', '--brain', 'scripted', '--json'], environment);
    expect(stopped).toMatchObject({ code: 130, json: { error: { text: 'Stopped.' } } });
    expect(stopped.stderr).not.toMatch(/ {4}at /);
    expect((await readdir(fileNamed())).filter((name) => name.startsWith('pipit-demo-'))).toEqual([]);
  });

  test('a reply that cannot be written is refused before anything starts', async () => {
    const { json } = await pipit(['demo', '--out', fileNamed('none', 'reply.wav'), '--json']);
    expect(json).toMatchObject({ error: { text: expect.stringMatching(/none cannot be written/) } });
  });

  test('ends with one JSON object', async () => {
    const reply = fileNamed('answer.wav');
    const args = ['demo', '--brain', 'scripted', '--turns', '2', '--out', reply, '--json'];
    const { code, json, stderr } = await launch(args, { isOptimized: true }).ended;
    expect(stderr).toMatch(/asks .*question-\d+\.wav/);
    expect(code).toBe(0);
    expect(json).toMatchObject({
      engine: 'emulator, scripted brain',
      heard: 'scripted turn\nscripted turn',
      said: 'This is a scripted answer.\nThis is a scripted answer.',
      frames: { lost: 0 },
      replyFile: reply,
    });
    const turns = json['turns'] as {
      marks: Record<string, number>;
      firstAudioMs: number;
      bridgeOverheadMs: number;
    }[];
    expect(turns).toHaveLength(2);
    for (const turn of turns) {
      expect(turn.marks['firstFrameReceived']).toBe(turn.firstAudioMs);
      expect(turn.bridgeOverheadMs).toBeLessThan(turn.firstAudioMs);
    }
  });

  test('--tools: a server answers one question, and another sets the volume', async () => {
    const args = ['demo', '--tools', '--out', fileNamed('tools.wav'), '--json'];
    // Its ears are a large program of WebAssembly, and must keep up.
    const { code, json } = await launch(args, { isOptimized: true }).ended;
    expect(code).toBe(0);
    expect(json).toMatchObject({
      said: expect.stringMatching(/has been running for \d+ (hour|minute)/),
      volumePercent: 30,
      turns: [
        { tools: [{ name: 'computer_uptime', source: expect.stringMatching(/^mcp:/), code: null }] },
        { tools: [{ name: 'set_volume', source: 'device', code: null }] },
      ],
    });
    const [{ marks }] = json['turns'] as [{ marks: Record<string, number> }];
    expect(marks['toolResult']).toBeGreaterThanOrEqual(marks['toolCall']!);
    expect(marks['firstModelAudio']).toBeGreaterThanOrEqual(marks['toolResult']!);
  });

  test('a disk that is full ends it with a word, and nothing hangs', async () => {
    const reply = fileNamed('reply.wav');
    const demo = ['demo', '--brain', 'scripted', '--out', reply, '--json'];
    // Files of at most 10 KiB: a fifth of a second of the answer.
    const limited = ['sh', '-c', 'ulimit -f 20; exec "$@"', 'sh'];
    const { code, json, stderr } = await launch(demo, { before: limited }).ended;
    expect(code).toBe(1);
    expect(json).toMatchObject({ error: { code: 'AUDIO_DEVICE', text: expect.stringContaining(reply) } });
    expect(stderr).not.toMatch(/ {4}at /);
  });

  test('a question with a long pause is heard to its end', async () => {
    const file = fileNamed('pause.wav');
    const tone = Int16Array.from({ length: 16_000 }, (_, at) => 8000 * Math.sin(at / 5));
    const pcm = Buffer.concat(
      [tone, new Int16Array(16_000 * 3), tone].map(({ buffer }) => Buffer.from(buffer)),
    );
    await writeFile(file, Buffer.concat([wavHeader(16_000, pcm.length), pcm]));
    const { json } = await pipit(['demo', '--brain', 'scripted', '--in', file, '--json']);
    expect(json['heard']).toBe('scripted turn scripted turn');
    expect(json['turns']).toHaveLength(1);
  });

  test('a file that is no WAV, or silent, is refused', async () => {
    const text = fileNamed('x.wav');
    await writeFile(text, 'hello');
    expect((await pipit(['demo', '--in', text])).stderr).toMatch(/x\.wav/);
    const none = await pipit(['demo', '--in', fileNamed('none.wav'), '--json']);
    expect(none.code).toBe(1);
    expect(none.json).toMatchObject({ error: { text: expect.stringMatching(/none\.wav/) } });
  });
});
