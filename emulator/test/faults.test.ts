import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createEmulator, type Emulator, type EmulatorEvent, type Fault, parseFault } from '../src/index.ts';
import { NovaClient } from './nova-client.ts';

let emulator: Emulator;
const seen: EmulatorEvent[] = [];
beforeAll(async () => {
  emulator = await createEmulator({
    brain: 'scripted',
    script: { replies: [{ text: 'Fine.', audioMs: 300 }], silenceMs: 200 },
    onEvent: (event) => seen.push(event),
  });
});
afterEach(() => {
  seen.length = 0;
  emulator.faults.clear();
});
afterAll(() => emulator.close());

const open = () => new NovaClient({ url: emulator.url }).open().start().audioStart();
async function hasTurn(c: NovaClient): Promise<void> {
  c.speak();
  await c.event('contentEnd', (event) => event['type'] === 'AUDIO' && event['stopReason'] === 'END_TURN');
  await c.finish();
  expect(c.ended?.error).toBeUndefined();
}

/** The fault in its short form → what the SDK makes of it. */
const visible: Record<string, object | undefined> = {
  'throttle-open': {
    name: 'ThrottlingException',
    $metadata: expect.objectContaining({ httpStatusCode: 429 }),
  },
  throttle: { name: 'ThrottlingException' },
  'modelStreamErrorException:afterOutputEvents=3': { name: 'ModelStreamErrorException' },
  'error:afterInputEvents=2': { name: 'InternalServerException' },
  'ServiceUnavailableException:message=gone fishing': {
    name: 'ServiceUnavailableException',
    message: expect.stringMatching(/^RequestId=\S+ : gone fishing$/),
  },
  'AccessDeniedException:afterMs=0': { name: 'AccessDeniedException' },
  'bad-crc:afterOutputEvents=1': { message: expect.stringMatching(/checksum/) },
  'truncated-frame:afterOutputEvents=1': { message: expect.stringMatching(/Truncated/i) },
  reset: { message: expect.stringMatching(/abnormally aborted/) },
  // The SDK ends its iterator without a word.
  'reset:afterOutputEvents=2,code=8': undefined,
  'kill-socket:afterOutputEvents=2': undefined,
};

test.each(Object.entries(visible))('%s', async (text, expected) => {
  const { fault, options } = parseFault(text);
  emulator.faults.add(fault, options);
  const c = open().speak();
  const error = await c.end();
  if (expected) expect(error).toMatchObject(expected);
  else expect(error).toBeUndefined();
  expect(c.names()).not.toContain('completionEnd');
  await hasTurn(open());
});

test('faults are for as many streams as planned, after as many as skipped', async () => {
  emulator.faults.add({ kind: 'error', error: 'ModelNotReadyException' }, { streams: 2, skip: 1 });
  expect(emulator.faults.planned).toBe(2);
  const ends: (string | undefined)[] = [];
  for (let i = 0; i < 4; i += 1) {
    const c = open();
    const failed = c.end();
    ends.push(
      await Promise.race([
        failed.then((error) => error?.name),
        c.event('usageEvent').then(() => 'open'),
      ]).catch(() => 'x'),
    );
    c.abort();
  }
  expect(ends.map((end) => (end === 'open' ? 'open' : 'failed'))).toEqual([
    'open',
    'failed',
    'failed',
    'open',
  ]);
  expect(emulator.faults.planned).toBe(0);
});

test('hang: the stream stays open and says nothing more', async () => {
  emulator.faults.add({ kind: 'hang', afterOutputEvents: 1 });
  const c = open().speak();
  await c.event('usageEvent');
  const other = open();
  await hasTurn(other);
  expect(c.names()).toEqual(['usageEvent']);
  expect(c.ended).toBeUndefined();
  c.abort();
  await c.end();
});

test('delay: nothing comes for a while, then all of it', async () => {
  emulator.faults.add({ kind: 'delay', forMs: 300 });
  const startedMs = performance.now();
  const c = open().speak();
  await c.event('usageEvent');
  expect(performance.now() - startedMs).toBeGreaterThan(290);
  await hasTurn(c);
});

test('delay: an end that comes meanwhile comes afterwards', async () => {
  emulator.faults.add({ kind: 'delay', forMs: 200 }, { streams: 2 });
  const wrong = new NovaClient({ url: emulator.url }).open().send('promptStart');
  const polite = open();
  polite.send('contentEnd', { contentName: 'audio' }).send('promptEnd').send('sessionEnd').endInput();
  expect(await wrong.end()).toMatchObject({ name: 'ValidationException' });
  expect(await polite.end()).toBeUndefined();
  expect(polite.names()).toContain('usageEvent');
});

test('slow reader: the server stops reading and starts again', async () => {
  emulator.faults.add({ kind: 'slow-reader', afterInputEvents: 8, forMs: 300 });
  const startedMs = performance.now();
  const c = open().speak(1500);
  await c.event('userSpeechEnd');
  expect(performance.now() - startedMs).toBeGreaterThan(290);
  c.abort();
});

test('a fault can strike streams that are open already, one or all', async () => {
  const streams = [open(), open(), open()];
  await Promise.all(streams.map((c) => c.event('usageEvent')));
  const ids = seen.flatMap((event) => (event.kind === 'streamOpened' ? [event.streamId] : []));
  const fault: Fault = { kind: 'error', error: 'ModelTimeoutException' };
  expect(emulator.faults.inject(fault, ids[0])).toBe(1);
  await Promise.race(streams.map((c) => c.end()));
  expect(streams.filter((c) => c.ended)).toHaveLength(1);
  await new Promise(setImmediate);
  emulator.faults.inject(fault);
  const errors = await Promise.all(streams.map((c) => c.end()));
  expect(errors.map((error) => error?.name)).toEqual(Array(3).fill('ModelTimeoutException'));
});

test('a trigger that is given replaces the one of the short form, and strikes once', async () => {
  const { fault, options } = parseFault('throttle:afterMs=200,afterInputEvents=30');
  expect(fault).toEqual({ kind: 'error', error: 'ThrottlingException', afterMs: 200, afterInputEvents: 30 });
  emulator.faults.add(fault, options);
  const startedMs = performance.now();
  const c = open();
  expect(await c.end()).toMatchObject({ name: 'ThrottlingException' });
  expect(performance.now() - startedMs).toBeGreaterThan(190);
  expect(c.names()).toContain('usageEvent');
  expect(seen.filter(({ kind }) => kind === 'fault')).toHaveLength(1);
});

test('a wrong fault is refused with what would be right', () => {
  expect(() => parseFault('explode')).toThrow(
    /unknown fault "explode"; expected KIND.*reset.*Exceptions: Access/,
  );
  expect(() => parseFault('reset:when=1')).toThrow(/unknown key "when"/);
  expect(() => parseFault('reset:afterMs=soon')).toThrow(/afterMs of a fault must be a whole number/);
  expect(() => parseFault('delay')).toThrow(/needs forMs/);
});
