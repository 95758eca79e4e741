/** Input that nobody would send on purpose: nothing but the two errors of the input may come out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseInputEvent } from '../src/nova/input-events.ts';
import { InputFault } from '../src/nova/input-fault.ts';
import { newSession, step } from '../src/nova/session-rules.ts';
import { defaultBehaviour, defaultLimits } from '../src/nova/settings.ts';
import { modelTraits } from '../src/nova/voices.ts';
import { FrameReader } from '../src/wire/frame-reader.ts';
import { encodeFrame, encodeHeaders, FrameError } from '../src/wire/frame.ts';
import { decodeInputMessage } from '../src/wire/message-decoder.ts';
import { pcmFormat } from './nova-client.ts';

const chunk = encodeHeaders({
  ':event-type': 'chunk',
  ':message-type': 'event',
  ':content-type': 'application/json',
});
const wrap = (json: string) =>
  encodeFrame(
    encodeHeaders({ x: 'y' }),
    encodeFrame(chunk, Buffer.from(JSON.stringify({ bytes: btoa(json) }))),
  );

test('flipped, cut and repeated bytes give a FrameError or an event', () => {
  const good = Buffer.concat([wrap('{"event":{"sessionStart":{}}}'), wrap('{"event":{"sessionEnd":{}}}')]);
  let events = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
      fc.nat(good.length),
      fc.integer({ min: 1, max: 64 }),
      (flips, end, size) => {
        const bytes = Buffer.from(good.subarray(0, end));
        for (const [at, value] of flips) if (at < end) bytes[at] = value;
        const reader = new FrameReader(4096);
        try {
          for (let at = 0; at < bytes.length; at += size) {
            reader.push(bytes.subarray(at, at + size), (message) => {
              decodeInputMessage(message, undefined);
              events += 1;
              return true;
            });
          }
        } catch (error) {
          expect(error).toBeInstanceOf(FrameError);
        }
      },
    ),
    { numRuns: 20_000 },
  );
  expect(events).toBeGreaterThan(0);
});

/** Events with small vocabularies, so that some sequences go far. */
const name = fc.constantFrom('a', 'b', 'audio', 'p');
const names = fc.record({ promptName: fc.constantFrom('p', 'p', 'p', 'q'), contentName: name });
const event = fc.oneof(
  fc.constant({ sessionStart: {} }),
  fc.constant({
    promptStart: { promptName: 'p', audioOutputConfiguration: pcmFormat(8000, { voiceId: 'amy' }) },
  }),
  names.map((n) => ({ contentStart: { ...n, type: 'AUDIO', audioInputConfiguration: pcmFormat(8000) } })),
  fc
    .tuple(names, fc.constantFrom('SYSTEM', 'USER', 'ASSISTANT', 'SYSTEM_SPEECH'), fc.boolean())
    .map(([n, role, interactive]) => ({ contentStart: { ...n, type: 'TEXT', role, interactive } })),
  names.map((n) => ({
    contentStart: { ...n, type: 'TOOL', toolResultInputConfiguration: { toolUseId: 'x' } },
  })),
  names.map((n) => ({ textInput: { ...n, content: 'text' } })),
  names.map((n) => ({ toolResult: { ...n, content: '{}' } })),
  names.map((n) => ({ audioInput: { ...n, content: 'AAAAAAAA' } })),
  names.map((n) => ({ contentEnd: n })),
  fc.constant({ promptEnd: { promptName: 'p' } }),
  fc.constant({ sessionEnd: {} }),
  fc.jsonValue() as fc.Arbitrary<object>,
);

test('any sequence of events is followed or refused, and never leaves the order', () => {
  const rules = {
    limits: defaultLimits,
    behaviour: defaultBehaviour,
    model: modelTraits('amazon.nova-2-sonic-v1:0')!,
  };
  const prefix = [
    { sessionStart: {} },
    { promptStart: { promptName: 'p', audioOutputConfiguration: pcmFormat(8000, { voiceId: 'amy' }) } },
  ];
  let effects = 0;
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), fc.boolean(), (events, started) => {
      let state = newSession;
      for (const json of started ? [...prefix, ...events] : events) {
        try {
          const next = step(state, parseInputEvent({ event: json }), rules);
          // Audio reaches the conversation only inside its block, and nothing does after the prompt.
          for (const { kind } of next.effects) {
            effects += 1;
            if (kind === 'audio') expect(state.audio).toBe('open');
            if (kind !== 'sessionEnded' && kind !== 'promptStarted') expect(state.phase).toBe('prompt');
          }
          expect(next.state.textOpen).toBe(
            [...next.state.open.values()].filter((b) => b.content.type === 'TEXT').length,
          );
          expect(next.state.history[0]?.role ?? 'USER').toBe('USER');
          ({ state } = next);
        } catch (error) {
          // The session would end here; the rules must hold all the same.
          expect(error).toBeInstanceOf(InputFault);
        }
      }
    }),
    { numRuns: 5_000 },
  );
  expect(effects).toBeGreaterThan(1000);
});
