import { describe, expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { argumentsOf, runTool } from './tool-call.ts';
import { ToolError } from './tool-source.ts';

const LIMITS = { timeoutMs: 10_000, maxResultBytes: 200 };

function run(call: () => Promise<unknown>, input = '{}', cancelled = new AbortController().signal) {
  const clock = new FakeClock();
  const outcome = runTool({ source: { call }, name: 'x', input, cancelled }, LIMITS, clock);
  return { clock, outcome };
}

describe('a result', () => {
  test.each([
    [{ a: 1 }, '{"a":1}'],
    ['text', '{"result":"text"}'],
    [undefined, '{}'],
    [null, '{"result":null}'],
    [[1, 2], '{"result":[1,2]}'],
  ])('%j is JSON text', async (result, json) => {
    expect(await run(async () => result).outcome).toEqual({ json, code: undefined, durationMs: 0 });
  });

  test('that is too long is cut, is still JSON, and says so', async () => {
    for (const result of ['天'.repeat(500), { text: 'x'.repeat(500) }, '😀'.repeat(200)]) {
      const { json } = await run(async () => result).outcome;
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(200);
      expect(JSON.parse(json)).toMatchObject({ cut: true, beginning: expect.stringMatching(/.{20}/) });
    }
  });

  test('that has no JSON is an error', async () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    for (const result of [circle, 10n]) {
      const { json, code } = await run(async () => result).outcome;
      expect([JSON.parse(json), code]).toEqual([
        { error: 'The answer of the tool cannot be read.' },
        'BAD_ANSWER',
      ]);
    }
  });
});

describe('what goes wrong', () => {
  test('is told in words that the model can use', async () => {
    const failing = run(() => Promise.reject(new ToolError('FAILED', 'No such city.')));
    expect(await failing.outcome).toMatchObject({ json: '{"error":"No such city."}', code: 'FAILED' });
    const broken = run(() => Promise.reject(new Error('/etc/secret: EACCES')));
    expect(await broken.outcome).toMatchObject({ json: '{"error":"The tool failed."}', code: 'FAILED' });
    const thrown = run(() => {
      throw new Error('at once');
    });
    expect((await thrown.outcome).code).toBe('FAILED');
  });

  test('a source that does not answer is not waited for, nor one that does not listen', async () => {
    let heard: AbortSignal | undefined;
    const clock = new FakeClock();
    const call = (_name: string, _args: object, { signal }: { signal: AbortSignal }) => {
      heard = signal;
      return new Promise(() => {});
    };
    const cancelled = new AbortController().signal;
    const outcome = runTool({ source: { call }, name: 'x', input: '{}', cancelled }, LIMITS, clock);
    clock.advance(9999);
    expect(heard?.aborted).toBe(false);
    clock.advance(1);
    expect(await outcome).toEqual({
      json: '{"error":"There was no answer within 10 s."}',
      code: 'TIMEOUT',
      durationMs: 10_000,
    });
    expect(heard?.aborted).toBe(true);
    expect(clock.pending).toBe(0);
  });

  test('nobody wants it any more', async () => {
    const stop = new AbortController();
    const { outcome, clock } = run(() => new Promise(() => {}), '{}', stop.signal);
    stop.abort();
    expect(await outcome).toMatchObject({ code: 'CANCELLED' });
    expect(clock.pending).toBe(0);
    const never = run(() => Promise.reject(new Error('was called')), '{}', stop.signal);
    expect(await never.outcome).toMatchObject({ code: 'CANCELLED' });
  });
});

test('arguments may be there twice encoded, or not at all; nothing else', () => {
  expect(argumentsOf('{"a":1}')).toEqual({ a: 1 });
  expect(argumentsOf(JSON.stringify('{"a":1}'))).toEqual({ a: 1 });
  for (const nothing of ['', ' ', 'null', '{}']) expect(argumentsOf(nothing)).toEqual({});
  for (const wrong of ['[1]', '7', 'true', '{', '"text"'])
    expect(() => argumentsOf(wrong)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENTS' }) as Error);
});
