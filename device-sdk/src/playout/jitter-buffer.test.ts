import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DELAY_ESTIMATOR_DEFAULTS, DelayEstimator } from './delay-estimator.ts';
import { noPlayoutYet } from './figures.ts';
import { JitterBuffer } from './jitter-buffer.ts';

const FRAME_MS = 20;

function make(capacityMs = 4000) {
  const counters = noPlayoutYet();
  const delays = new DelayEstimator({ ...DELAY_ESTIMATOR_DEFAULTS, frameDurationMs: FRAME_MS });
  const buffer = new JitterBuffer({ frameDurationMs: FRAME_MS, capacityMs, delays, counters });
  return { buffer, counters, delays };
}

/** The first byte tells the packets apart. */
const packet = (i: number) => Uint8Array.of(i & 0xff, i >> 8);

/** What a speaker makes of arrivals: one letter a frame; times in frames. */
function play(
  arrivals: readonly { at: number; i: number; end?: boolean; silence?: boolean }[],
  options = {},
) {
  const { buffer, counters } = make();
  const { firstSequence = 0, untilFrame = 400 } = options as { firstSequence?: number; untilFrame?: number };
  const heard: string[] = [];
  for (let frame = 0; frame < untilFrame; frame++) {
    const now = frame * FRAME_MS;
    for (const arrival of arrivals.filter((a) => a.at === frame)) {
      const sequence = (firstSequence + arrival.i) >>> 0;
      buffer.push({ sequence, packet: packet(arrival.i), afterSilence: arrival.silence === true }, now);
      if (arrival.end) buffer.end((firstSequence + arrival.i + 1) >>> 0);
    }
    const pulled = buffer.pull(now);
    if (pulled.kind === 'ended') break;
    heard.push(
      pulled.kind === 'packet'
        ? `${pulled.packet[0]}${pulled.fadeIn ? '/' : ''}`
        : `${pulled.kind[0]}${'fadeOut' in pulled && pulled.fadeOut ? '\\' : ''}`,
    );
  }
  return { heard: heard.join(' '), counters };
}

const steady = (n: number, from = 0) =>
  Array.from({ length: n }, (_, i) => ({ at: from + i, i, end: i === n - 1 }));

describe('an answer', () => {
  test('plays in order after the target is held', () => {
    const { heard, counters } = play(steady(6));
    expect(heard).toBe('w w 0/ 1 2 3 4 5');
    expect(counters).toMatchObject({ received: 6, lost: 0, late: 0, concealed: 0, starvations: 0 });
  });

  test('that came at once starts at once', () => {
    expect(play([0, 1, 2, 3].map((i) => ({ at: 0, i, end: i === 3 }))).heard).toBe('0/ 1 2 3');
  });

  test('of one short packet does not wait for the target', () => {
    expect(play([{ at: 3, i: 0, end: true }]).heard).toBe('w w w 0/');
  });

  test('hides reordering and counts duplicates', () => {
    const arrivals = [1, 0, 2, 2, 4, 3, 5].map((i, at) => ({ at: Math.floor(at / 2), i, end: i === 5 }));
    const { heard, counters } = play(arrivals);
    expect(heard.replaceAll(/[w/]/g, '').trim()).toBe('0 1 2 3 4 5');
    expect(counters).toMatchObject({ duplicate: 1, lost: 0 });
  });

  test('conceals a missing packet; when it comes after its turn it is late', () => {
    const arrivals = [...steady(10).filter(({ i }) => i !== 4), { at: 9, i: 4 }];
    const { heard, counters } = play(arrivals);
    expect(heard).toBe('w w 0/ 1 2 3 c 5 6 7 8 9');
    expect(counters).toMatchObject({ lost: 1, concealed: 1, late: 1 });
  });

  test('skips a gap that is too long to conceal, and one the sender made on purpose', () => {
    const long = play([0, 1, 2, 30, 31].map((i) => ({ at: 0, i, end: i === 31 })));
    expect(long.heard).toBe('0/ 1 2 30 31');
    expect(long.counters).toMatchObject({ lost: 27, concealed: 0 });
    const silence = play([0, 1, 2, 5, 6].map((i) => ({ at: 0, i, end: i === 6, silence: i === 5 })));
    expect(silence.heard).toBe('0/ 1 2 5 6');
    expect(silence.counters).toMatchObject({ lost: 0 });
  });

  test('fades out when it starves, fills again, and loses no packet', () => {
    const arrivals = steady(12).map((a) => (a.i < 5 ? a : { ...a, at: a.at + 15 }));
    const { heard, counters } = play(arrivals);
    expect(heard).toMatch(/^w w 0\/ 1 2 3 4 c c\\ (s )+5\/ 6 7 8 9 10 11$/);
    expect(counters).toMatchObject({ lost: 0, late: 0, starvations: 1, concealed: 2 });
  });

  test('waits as long as it takes while the link is lost, and has its patience again afterwards', () => {
    const { buffer, counters } = make();
    for (const i of [0, 1, 2]) buffer.push({ sequence: i, packet: packet(i) }, 0);
    const pull = (count: number, linkLost: boolean) =>
      Array.from({ length: count }, (_, i) => buffer.pull(i * FRAME_MS, linkLost).kind[0]).join('');
    expect(pull(1000, true)).toMatch(/^pppccw{995}$/);
    expect(counters).toMatchObject({ starvations: 0, waited: 0 });
    expect(buffer.nextSequence).toBe(3);
    expect(pull(390, false)).toMatch(/^s{390}$/);
    buffer.push({ sequence: 3, packet: packet(3) }, 9000);
    expect(buffer.pull(9500)).toMatchObject({ kind: 'packet', packet: packet(3), fadeIn: true });
  });

  test('whose sender paused is not late by the pause', () => {
    const { buffer } = make();
    const send = (i: number, now: number, playTimeMs: number) =>
      buffer.push({ sequence: i, packet: packet(i), playTimeMs }, now);
    for (let i = 0; i < 20; i++) send(i, i * FRAME_MS, 7000 + i * FRAME_MS);
    for (let i = 0; i < 10; i++) buffer.pull(i * FRAME_MS);
    expect(buffer.delayMs(200)).toBe(0);
    for (let i = 20; i < 30; i++) send(i, 900 + i * FRAME_MS, 7900 + i * FRAME_MS);
    for (let i = 0; i < 10; i++) buffer.pull(1300);
    expect(buffer.delayMs(1300)).toBe(0);
  });

  test('whose end never comes is given up', () => {
    const { heard } = play(
      steady(3).map(({ at, i }) => ({ at, i })),
      { untilFrame: 2000 },
    );
    expect(heard.split(' ').length).toBeLessThan(450);
  });

  test('whose last packets are missing conceals a few of them and no more', () => {
    const few = make();
    for (const i of [0, 1]) few.buffer.push({ sequence: i, packet: packet(i) }, 0);
    few.buffer.end(4);
    const kinds = Array.from({ length: 5 }, (_, i) => few.buffer.pull(i * FRAME_MS).kind);
    expect(kinds).toEqual(['packet', 'packet', 'conceal', 'conceal', 'ended']);

    // A speaker that is busy for ever would keep a half-duplex microphone shut.
    for (const end of [300, 0x7fff_0000, 0xffff_0000]) {
      const { buffer, counters } = make();
      buffer.push({ sequence: 0, packet: packet(0) }, 0);
      buffer.end(end);
      expect([buffer.pull(0).kind, buffer.pull(20).kind]).toEqual(['packet', 'ended']);
      expect(counters.lost).toBe(end === 300 ? 299 : 0);
    }
  });

  test('may have sequence numbers that wrap', () => {
    expect(play(steady(6), { firstSequence: 0xffff_fffd }).heard).toBe('w w 0/ 1 2 3 4 5');
  });

  test('sent too far ahead loses its oldest packets, within the capacity', () => {
    const { buffer, counters } = make(200);
    for (let i = 0; i < 25; i++) buffer.push({ sequence: i, packet: packet(i) }, 0);
    expect(buffer.bufferedMs).toBe(200);
    expect(counters.overflowed).toBe(15);
    expect(buffer.pull(0)).toMatchObject({ kind: 'packet', packet: packet(15) });
  });
});

describe('whatever the network does', () => {
  const network = fc.record({
    firstSequence: fc.constantFrom(0, 5, 0x7fff_fff0, 0xffff_fff0),
    packets: fc.array(fc.record({ delay: fc.nat(25), lost: fc.boolean(), twice: fc.boolean() }), {
      minLength: 1,
      maxLength: 80,
    }),
  });

  test('every packet is played once, in order, or counted', () => {
    fc.assert(
      fc.property(network, ({ firstSequence, packets }) => {
        const { buffer, counters, delays } = make();
        const arrivals = packets.flatMap(({ delay, lost, twice }, i) =>
          lost && i > 0 ? [] : [{ at: i + delay, i }, ...(twice ? [{ at: i + delay + 3, i }] : [])],
        );
        const heard: number[] = [];
        let ended = false;
        for (let frame = 0; !ended; frame++) {
          const now = frame * FRAME_MS;
          for (const { at, i } of arrivals)
            if (at === frame) buffer.push({ sequence: (firstSequence + i) >>> 0, packet: packet(i) }, now);
          if (frame === packets.length + 30) buffer.end((firstSequence + packets.length) >>> 0);
          const pulled = buffer.pull(now);
          if (pulled.kind === 'packet') heard.push(pulled.packet[0]! | (pulled.packet[1]! << 8));
          ended = pulled.kind === 'ended';
          expect(frame).toBeLessThan(1000);
          expect(delays.targetMs).toBeGreaterThanOrEqual(40);
          expect(delays.targetMs).toBeLessThanOrEqual(400);
        }
        for (let i = 1; i < heard.length; i++) expect(heard[i]).toBeGreaterThan(heard[i - 1]!);
        expect(counters.received).toBe(
          heard.length + counters.late + counters.duplicate + counters.overflowed,
        );
        // A packet that never came is lost; one that came too late was counted lost before.
        const never = packets.filter(({ lost }, i) => lost && i > 0).length;
        expect(counters.lost).toBeLessThanOrEqual(never + counters.late);
      }),
      { numRuns: 300 },
    );
  });

  test('hostile sequence numbers do no harm', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff_ffff), { maxLength: 200 }), (sequences) => {
        const { buffer } = make(400);
        for (const [i, sequence] of sequences.entries()) {
          buffer.push({ sequence, packet: packet(i) }, i * FRAME_MS);
          expect(buffer.bufferedMs).toBeLessThanOrEqual(400);
          buffer.pull(i * FRAME_MS);
        }
        buffer.endHere();
        let frames = 0;
        while (buffer.pull(1e6).kind !== 'ended') expect(++frames).toBeLessThan(2000);
      }),
    );
  });
});

describe('the target', () => {
  const observe = (delays: DelayEstimator, count: number, delayOf: (i: number) => number) => {
    for (let i = 0; i < count; i++) delays.onArrival(i * FRAME_MS, i * FRAME_MS + delayOf(i));
  };

  test('falls to its least on a steady network, whatever the initial burst', () => {
    const { delays } = make();
    observe(delays, 1000, (i) => 100 - Math.min(i, 10) * FRAME_MS);
    expect(delays.targetMs).toBe(40);
    expect(delays.jitterMs).toBeLessThan(1);
  });

  test('rises with jitter to cover nearly all of it, and comes down again', () => {
    const { delays } = make();
    observe(delays, 300, (i) => (i * 7919) % 120);
    expect(delays.targetMs).toBeGreaterThanOrEqual(100);
    expect(delays.targetMs).toBeLessThanOrEqual(140);
    observe(delays, 8000, () => 0);
    expect(delays.targetMs).toBe(40);
  });

  test('does not rise for one outage: it says nothing of the time after it', () => {
    const { delays } = make();
    observe(delays, 2000, (i) => (i < 1900 || i >= 1940 ? 0 : (1940 - i) * FRAME_MS));
    expect(delays.targetMs).toBe(40);
  });

  test('knows the sender’s lead from its burst, and not from a first packet that was late', () => {
    const { delays } = make();
    const burst = (i: number) => Math.max(0, 200 - i * FRAME_MS);
    observe(delays, 300, burst);
    expect(delays.leadMs).toBe(200);
    delays.startStream();
    observe(delays, 300, (i) => burst(i) + (i < 5 ? 90 : 0));
    expect(delays.leadMs).toBe(200);
  });

  test('never exceeds its bound', () => {
    const { delays } = make();
    observe(delays, 500, (i) => (i % 3) * 190);
    expect(delays.targetMs).toBe(380);
    observe(delays, 500, (i) => (i % 3) * 900);
    expect(delays.targetMs).toBe(400);
  });
});
