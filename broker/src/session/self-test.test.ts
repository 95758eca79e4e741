import { AudioFlag, type DeviceMessage, makeTone, Reason, type SelfTestStart } from '@pipit/protocol';
import { expect, test } from 'vitest';
import { createOpusDecoder, createOpusEncoder } from '../audio/opus.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { FakeLink } from '../testing/fake-link.ts';
import { ScriptedModel } from '../testing/scripted-model.ts';
import { SelfTest } from './self-test.ts';

const FRAME_MS = 60;
const CODEC = { bitrate: 24_000, complexity: 3, application: 'voip' } as const;
const settled = () => new Promise((resolve) => setImmediate(resolve));

function start(request: Partial<SelfTestStart> = {}, model = new ScriptedModel()) {
  const [link, clock] = [new FakeLink(), new FakeClock()];
  const value = { session: 7, frameDurationMs: FRAME_MS, toneHz: 1000, downlinkMs: 480, openModel: true };
  const message = { version: 1, messageId: 5, correlationId: 0, deadlineMs: 0 };
  const body: DeviceMessage['body'] = { kind: 'selfTestStart', value: { ...value, ...request } };
  let ended = 0;
  const selfTest = new SelfTest({
    link,
    message: { ...message, body },
    model,
    settings: { voice: 'x' } as never,
    codec: CODEC,
    clock,
    onEnded: () => ended++,
  });
  const say = (body: DeviceMessage['body']) => selfTest.message({ ...message, body });
  return { link, clock, model, selfTest, say, ended: () => ended };
}

function packetsOf(toneHz: number, frames: number): Uint8Array[] {
  const encoder = createOpusEncoder({
    ...CODEC,
    sampleRateHz: 16_000,
    frameDurationMs: FRAME_MS,
    playbackSampleRateHz: 16_000,
  });
  const tone = makeTone(toneHz, frames * FRAME_MS, 16_000);
  const packets = Array.from({ length: frames }, (_, i) =>
    encoder.encode(tone.subarray(i * 960, i * 960 + 960)),
  );
  encoder.close();
  return packets;
}

function send(selfTest: SelfTest, packets: readonly Uint8Array[], without: readonly number[] = []): void {
  for (const [sequence, packet] of packets.entries()) {
    if (without.includes(sequence)) continue;
    const flags = sequence === packets.length - 1 ? AudioFlag.END : AudioFlag.NONE;
    selfTest.audio({ session: 7, generation: 0, sequence, captureTimeMs: 0, packets: [packet], flags });
  }
}

test('tells what it heard and how the model was, and plays a tone until the device has heard it', async () => {
  const { link, clock, model, selfTest, say, ended } = start();
  await settled();
  expect(model.conversation.options).toMatchObject({ place: 'second', history: null });
  expect(model.conversation.ending).toBe('closed');
  send(selfTest, packetsOf(1000, 10), [3]);
  const [report] = link.of('selfTestReport');
  expect(report).toMatchObject({ session: 7, framesReceived: 9, framesLost: 1, modelOpened: true });
  expect(report!.tonePercent).toBeGreaterThan(80);
  expect(report!.levelDbfs).toBeGreaterThan(-20);

  clock.advance(600);
  expect(link.frames.map(({ generation, sequence }) => [generation, sequence])).toEqual(
    Array.from({ length: 8 }, (_, i) => [1, i]),
  );
  expect(link.frames.at(-1)!.flags).toBe(AudioFlag.END);
  const decoder = createOpusDecoder();
  for (const { packet } of link.frames) expect(decoder.decode(packet!)).toHaveLength(960);
  decoder.close();
  expect(ended()).toBe(0);
  say({ kind: 'playbackFinished', value: { session: 7, generation: 1, playedMs: 480, deviceTimeMs: 0 } });
  expect(ended()).toBe(1);
  expect(clock.pending).toBe(0);
});

test('another tone than asked for is told by its share', () => {
  const { link, selfTest } = start({ openModel: false, downlinkMs: 0 });
  send(selfTest, packetsOf(2500, 10));
  const [report] = link.of('selfTestReport');
  expect(report!.tonePercent).toBeLessThan(20);
  expect(report!.levelDbfs).toBeGreaterThan(-20);
});

test('without a tone it reports after five seconds, without a model after twenty', async () => {
  const deaf = start();
  await settled();
  deaf.clock.advance(4999);
  expect(deaf.link.sent).toEqual([]);
  deaf.clock.advance(1);
  expect(deaf.link.of('selfTestReport')).toMatchObject([
    { framesReceived: 0, levelDbfs: -120, modelOpened: true },
  ]);
  deaf.clock.advance(10_000);
  expect(deaf.ended()).toBe(1);
  expect(deaf.clock.pending).toBe(0);

  const model = new ScriptedModel();
  model.manual = true;
  const silent = start({ downlinkMs: 0 }, model);
  send(silent.selfTest, packetsOf(1000, 2));
  silent.clock.advance(19_999);
  expect(silent.link.sent).toEqual([]);
  silent.clock.advance(1);
  expect(silent.link.of('selfTestReport')).toMatchObject([
    { framesReceived: 2, modelOpened: false, modelReason: Reason.OPEN_TIMEOUT },
  ]);
  expect(silent.ended()).toBe(1);
  await settled();
  expect(model.live).toEqual([]);
});

test('says why the model was not opened', async () => {
  const model = new ScriptedModel();
  model.manual = true;
  const refused = start({ downlinkMs: 0 }, model);
  model.conversation.refuse('MODEL_ACCESS_DENIED');
  await settled();
  send(refused.selfTest, packetsOf(1000, 1));
  expect(refused.link.of('selfTestReport')).toMatchObject([
    { modelOpened: false, modelReason: Reason.MODEL_ACCESS_DENIED, modelText: 'scripted refusal' },
  ]);

  const busy = start({ downlinkMs: 0 }, model);
  model.conversation.options.onWaiting!();
  busy.clock.advance(20_000);
  expect(busy.link.of('selfTestReport')).toMatchObject([
    { modelReason: Reason.MODEL_THROTTLED, modelText: expect.stringContaining('quota') },
  ]);
});

test('a device that is gone leaves nothing open', async () => {
  const { link, clock, model, selfTest, say, ended } = start();
  selfTest.close();
  selfTest.close();
  say({ kind: 'sessionClose', value: { session: 7, reason: 0 } });
  await settled();
  send(selfTest, packetsOf(1000, 2));
  expect(ended()).toBe(1);
  expect(clock.pending).toBe(0);
  expect(link.sent).toEqual([]);
  expect(model.live).toEqual([]);
});
