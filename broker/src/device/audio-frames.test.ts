/** The hand-made forms of pipit.v1.Audio against the protocol's own encoder and decoder. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeAudio, encodeAudio, topicFor } from '@pipit/protocol';
import { AudioView } from './audio-view.ts';
import { audioFrame, controlFrame, topicField } from './publish-frame.ts';
import { publish } from '../../test/device/raw-packets.ts';

const uint32 = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 0xffff_ffff }));
const header = {
  session: uint32,
  generation: uint32,
  sequence: uint32,
  captureTimeMs: uint32,
  flags: fc.nat(3),
};

test('a frame that goes down is what the protocol would encode', () => {
  const topic = topicFor('audioDown', 'kitchen');
  fc.assert(
    fc.property(
      fc.record({ ...header, packet: fc.option(fc.uint8Array({ maxLength: 1920 }), { nil: undefined }) }),
      ({ packet, ...rest }) => {
        const expected = encodeAudio({ ...rest, packets: packet ? [packet] : [] });
        const frame = audioFrame(topicField(topic), { ...rest, packet });
        const ours = decodeAudio(frame.subarray(frame.length - expected.length));
        expect(ours).toEqual(decodeAudio(expected));
        expect(frame).toHaveLength(publish(topic, expected).length);
        expect(frame.subarray(0, frame.length - expected.length)).toEqual(
          publish(topic, expected).subarray(0, -expected.length || undefined),
        );
      },
    ),
  );
});

test('a view of audio that comes up is what the protocol would decode', () => {
  const view = new AudioView();
  fc.assert(
    fc.property(
      fc.record({ ...header, packets: fc.array(fc.uint8Array({ maxLength: 1920 }), { maxLength: 4 }) }),
      fc.nat(9),
      (audio, offset) => {
        const bytes = Buffer.concat([Buffer.alloc(offset), encodeAudio(audio)]);
        expect(view.read(bytes, offset, bytes.length)).toBe(true);
        const { session, generation, sequence, captureTimeMs, flags } = view;
        const packets = view.packets.map((packet) => new Uint8Array(packet));
        expect({ session, generation, sequence, captureTimeMs, flags, packets }).toEqual({
          ...audio,
          packets: audio.packets.map((packet) => new Uint8Array(packet)),
        });
      },
    ),
  );
});

test('whatever a view accepts, the protocol accepts as the same', () => {
  const view = new AudioView();
  const good = Buffer.from(
    encodeAudio({
      session: 1,
      sequence: 300,
      captureTimeMs: 0xffff_ffff,
      packets: [Buffer.alloc(5, 9)],
      flags: 1,
    }),
  );
  const mutated = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 3 }).map((edits) => {
    const bytes = Buffer.from(good);
    for (const [at, value] of edits) bytes[at] = value;
    return bytes;
  });
  fc.assert(
    fc.property(
      fc.oneof(
        mutated,
        fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      ),
      (bytes) => {
        if (!view.read(bytes, 0, bytes.length)) return;
        const decoded = decodeAudio(bytes);
        expect(decoded.ok && decoded.message.session).toBe(view.session);
        expect(decoded.ok && decoded.message.sequence).toBe(view.sequence);
        expect(decoded.ok && decoded.message.captureTimeMs).toBe(view.captureTimeMs);
        expect(decoded.ok && decoded.message.flags).toBe(view.flags);
        expect(decoded.ok && decoded.message.packets.map((packet) => [...packet])).toEqual(
          view.packets.map((packet) => [...packet]),
        );
      },
    ),
    { numRuns: 5000 },
  );
});

test('a control frame is a PUBLISH with QoS 1', () => {
  const payload = Buffer.alloc(500, 3);
  expect(controlFrame(topicField('p1/a/dc'), 0xabcd, payload)).toEqual(
    publish('p1/a/dc', payload, { qos: 1, id: 0xabcd }),
  );
});
