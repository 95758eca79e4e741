import { AudioFlag } from '@pipit/protocol';
import { expect, test } from 'vitest';
import type { OpusDecoder } from '../audio/opus.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { Uplink, type UplinkOptions } from './uplink.ts';

/** Each packet decodes to 60 ms (or what its second byte says) of its first byte; 255 is corrupt, -1 concealed. */
function fakeDecoder(): OpusDecoder {
  return {
    decode: (packet) =>
      packet[0] === 255 ? undefined : new Int16Array(16 * (packet[1] ?? 60)).fill(packet[0]!),
    conceal: () => new Int16Array(960).fill(-1),
    close() {},
  };
}

function setUp(options: Partial<UplinkOptions> = {}) {
  const clock = new FakeClock();
  const heard: string[] = [];
  const uplink = new Uplink({
    decoder: fakeDecoder(),
    frameDurationMs: 60,
    clock,
    maxHeldMs: 600,
    fillSilence: true,
    forward: (pcm) => heard.push(`${pcm[0]}×${pcm.length / 16}`),
    ...options,
  });
  const send = (sequence: number, packets: number[][], flags = 0) =>
    uplink.accept({
      session: 1,
      generation: 0,
      sequence,
      captureTimeMs: 0,
      flags,
      packets: packets.map((packet) => Uint8Array.from(packet)),
    });
  return { clock, heard, uplink, send };
}

test('holds audio while the model opens, then forwards it in order', () => {
  const { heard, uplink, send } = setUp();
  send(0, [[1], [2]]);
  expect(heard).toEqual([]);
  uplink.setRoute('forward');
  send(2, [[3]]);
  expect(heard).toEqual(['1×60', '2×60', '3×60']);
});

test('what is held is bounded, and the oldest goes', () => {
  const { heard, uplink, send } = setUp();
  for (let i = 0; i < 20; i++) send(i, [[i + 1]]);
  uplink.setRoute('forward');
  expect(heard).toHaveLength(10);
  expect(heard[0]).toBe('11×60');
  expect(uplink.figures.heldDropped).toBe(10);
});

test('conceals gaps, passes over duplicates, survives corrupt packets', () => {
  const { heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  send(0, [[1]]);
  send(3, [[4]]);
  send(3, [[4]]);
  send(1, [[2]]);
  send(4, [[255]]);
  expect(heard).toEqual(['1×60', '-1×60', '-1×60', '4×60', '-1×60']);
  expect(uplink.figures).toEqual({ frames: 3, lost: 2, stale: 2, corrupt: 1, heldDropped: 0 });
});

test('a long gap is not guessed at, and a gap of silence is no loss', () => {
  const { heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  send(0, [[1]]);
  send(100, [[2]]);
  expect(heard).toHaveLength(2 + 5);
  send(200, [[3]], AudioFlag.AFTER_SILENCE);
  expect(heard).toHaveLength(2 + 5 + 1);
});

test('sequence numbers wrap', () => {
  const { uplink, send } = setUp();
  uplink.setRoute('forward');
  send(0xff_ff_ff_ff, [[1], [2]]);
  send(1, [[3]]);
  expect(uplink.figures).toMatchObject({ frames: 3, lost: 0, stale: 0 });
});

test('short frames are joined, and what waits goes out when the user stops', () => {
  const { heard, uplink, send } = setUp({ frameDurationMs: 20 });
  uplink.setRoute('forward');
  send(0, [[1, 20]]);
  expect(heard).toEqual([]);
  send(1, [[2, 20]]);
  send(2, [[3, 20]], AudioFlag.END);
  expect(heard).toEqual(['1×40', '3×20']);
});

test('silence keeps in step with the clock while the microphone is closed', () => {
  const { clock, heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  send(0, [[1]], AudioFlag.END);
  clock.advance(600);
  expect(heard.filter((piece) => piece === '0×60')).toHaveLength(10);
});

test('an open microphone may be a little late without silence in its words', () => {
  const { clock, heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  for (let i = 0; i < 5; i++) {
    send(i, [[1]]);
    clock.advance(180);
  }
  expect(heard).not.toContain('0×60');
  clock.advance(120);
  expect(heard.filter((piece) => piece === '0×60').length).toBeGreaterThanOrEqual(4);
});

test('nothing moves after close', () => {
  const { clock, heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  uplink.close();
  uplink.close();
  send(0, [[1]]);
  clock.advance(1000);
  expect(heard).toEqual([]);
  expect(clock.pending).toBe(0);
});

test('a sender that counts anew is heard, and is no loss', () => {
  const { heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  send(1_000_000, [[1]]);
  send(0, [[2]]);
  send(1, [[3]]);
  send(2 ** 31, [[4]]);
  expect(heard).toEqual(['1×60', '2×60', '3×60', '4×60']);
  expect(uplink.figures).toMatchObject({ frames: 4, lost: 0, stale: 0 });
});

test('a process that slept for an hour does not make up for it in silence', () => {
  const { clock, heard, uplink } = setUp();
  uplink.setRoute('forward');
  const later = clock.now() + 3_600_000;
  clock.now = () => later;
  clock.advance(60);
  expect(heard.length).toBeLessThan(20);
});

test('the same route again changes nothing', () => {
  const { clock, heard, uplink, send } = setUp();
  uplink.setRoute('forward');
  send(0, [[1]], AudioFlag.END);
  for (let i = 0; i < 20; i++) {
    clock.advance(30);
    uplink.setRoute('forward');
  }
  expect(heard.filter((piece) => piece === '0×60')).toHaveLength(10);
});
