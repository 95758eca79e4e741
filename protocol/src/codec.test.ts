import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Audio,
  AudioFlag,
  ErrorCode,
  MAX_AUDIO_BYTES,
  MAX_CONTROL_BYTES,
  ProtocolError,
  Reason,
  SessionState,
  decodeAudio,
  decodeBrokerMessage,
  decodeDeviceConfig,
  decodeDeviceMessage,
  encodeAudio,
  encodeBrokerMessage,
  encodeDeviceConfig,
  encodeDeviceMessage,
} from './index.ts';

const vectors = join(import.meta.dirname, '..', 'vectors');
const names = readdirSync(vectors)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.replace(/\.json$/, ''));

const enums: Record<string, Record<string, number>> = {
  code: ErrorCode,
  reason: Reason,
  state: SessionState,
};

/** The value of a vector with enums as numbers, as decoding gives it. */
function plain(value: unknown, key = ''): unknown {
  if (Array.isArray(value))
    return value.map((item) =>
      key === 'packets' ? [...Buffer.from(item as string, 'base64')] : plain(item),
    );
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner, name)]));
  }
  const names = enums[key];
  if (typeof value === 'string' && names)
    return Object.entries(names).find(([name]) => value.endsWith(`_${name}`))![1];
  return value;
}

describe('golden messages', () => {
  test.each(names)('%s decodes to its value and encodes back to the same bytes', (name) => {
    const { message, value } = JSON.parse(readFileSync(join(vectors, `${name}.json`), 'utf8'));
    const bytes = readFileSync(join(vectors, `${name}.bin`));
    if (message === 'pipit.v1.Audio') {
      const decoded = decodeAudio(bytes);
      if (!decoded.ok) throw decoded.error;
      expect({
        ...decoded.message,
        packets: decoded.message.packets.map((packet) => [...packet]),
      }).toMatchObject({
        packets: [],
        ...(plain(value) as object),
      });
      expect(Buffer.from(encodeAudio(decoded.message))).toEqual(bytes);
      return;
    }
    if (message === 'pipit.v1.DeviceConfig') {
      const decoded = decodeDeviceConfig(bytes);
      if (!decoded.ok) throw decoded.error;
      expect(decoded.message).toMatchObject({ entries: [], ...value });
      expect(Buffer.from(encodeDeviceConfig(decoded.message))).toEqual(bytes);
      return;
    }
    const device = message === 'pipit.v1.DeviceMessage';
    const decoded = device ? decodeDeviceMessage(bytes) : decodeBrokerMessage(bytes);
    if (!decoded.ok) throw decoded.error;
    const { body, version: _, ...envelope } = decoded.message;
    expect(value).toHaveProperty(body.kind);
    const encoded = device
      ? encodeDeviceMessage(envelope, body as never)
      : encodeBrokerMessage(envelope, body as never);
    expect(Buffer.from(encoded)).toEqual(bytes);
  });

  test('every message of both envelopes has a vector', () => {
    const spec = readFileSync(join(vectors, '..', 'SPEC.md'), 'utf8');
    const table = /<!-- messages: generated -->\n([\s\S]*?)<!-- end -->/.exec(spec)![1]!;
    const dashed = (word: string): string => word.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
    for (const row of table.trim().split('\n').slice(2)) {
      const [, , up, down] = row.split('|').map((cell) => cell.trim().replaceAll('`', ''));
      if (up) expect(names).toContain(`device-${dashed(up)}`);
      if (down) expect(names).toContain(`broker-${dashed(down)}`);
    }
  });
});

describe('what breaks the protocol', () => {
  const errorOf = (bytes: Uint8Array): ProtocolError => {
    const decoded = decodeDeviceMessage(bytes);
    if (decoded.ok) throw new Error('it was accepted');
    return decoded.error;
  };

  test('a truncated message is malformed', () => {
    const bytes = encodeDeviceMessage({ messageId: 1 }, { kind: 'hello', value: { firmwareName: 'x' } });
    expect(errorOf(bytes.subarray(0, -1)).code).toBe('MALFORMED');
  });

  test('an empty envelope has no version', () => {
    expect(errorOf(new Uint8Array(0)).code).toBe('UNSUPPORTED_VERSION');
  });

  test('a newer version is named, with the message it came in', () => {
    const error = errorOf(Uint8Array.of(0x08, 0x02, 0x10, 0x2a));
    expect(error).toMatchObject({ code: 'UNSUPPORTED_VERSION', messageId: 42 });
    expect(error.message).toMatch(/Version 2\..*Use version 1/);
  });

  test('a body that this version does not know is said to be unknown', () => {
    expect(errorOf(Uint8Array.of(0x08, 0x01, 0x10, 0x05, 0xfa, 0x04, 0x00))).toMatchObject({
      code: 'UNKNOWN_MESSAGE',
      messageId: 5,
    });
  });

  test('a field over its bound is named, in decoding and in encoding', () => {
    const long = 'x'.repeat(33);
    expect(() =>
      encodeDeviceMessage({ messageId: 1 }, { kind: 'hello', value: { firmwareName: long } }),
    ).toThrow(/hello\.firmwareName is too long/);
    const inner = Buffer.concat([Buffer.from([0x12, 33]), Buffer.from(long)]);
    const bytes = Buffer.concat([Buffer.from([0x08, 0x01, 0x10, 0x07, 0x52, inner.length]), inner]);
    expect(errorOf(bytes)).toMatchObject({
      code: 'OUT_OF_BOUNDS',
      field: 'hello.firmwareName',
      messageId: 7,
    });
  });

  test('too many items are out of bounds', () => {
    const value = { capabilities: { frameDurationsMs: [20, 40, 60, 20, 40] } };
    expect(() => encodeDeviceMessage({ messageId: 1 }, { kind: 'hello', value })).toThrow(ProtocolError);
  });

  test('a message over the limit of its topic is not even looked at', () => {
    expect(errorOf(new Uint8Array(MAX_CONTROL_BYTES + 1)).code).toBe('TOO_LARGE');
    const audio = decodeAudio(new Uint8Array(MAX_AUDIO_BYTES + 1));
    expect(!audio.ok && audio.error.code).toBe('TOO_LARGE');
    expect(() => encodeAudio({ packets: [new Uint8Array(1921)] })).toThrow(/bound/i);
  });

  test('a configuration is bounded by key, by text and as a whole', () => {
    const entries = (count: number, text: string) =>
      Array.from({ length: count }, (_, index) => ({ key: `x.${index}`, value: { text } }));
    expect(() => encodeDeviceConfig({ entries: entries(33, '') })).toThrow(/bound/i);
    expect(() => encodeDeviceConfig({ entries: entries(1, 'x'.repeat(201)) })).toThrow(/bound/i);
    expect(() => encodeDeviceConfig({ entries: [{ key: 'x'.repeat(49) }] })).toThrow(/bound/i);
    expect(encodeDeviceConfig({ entries: entries(17, 'x'.repeat(200)) }).length).toBeLessThan(4096);
    expect(() => encodeDeviceConfig({ entries: entries(32, 'x'.repeat(200)) })).toThrow(/larger/);
    const large = decodeDeviceConfig(new Uint8Array(4097));
    expect(!large.ok && large.error.code).toBe('TOO_LARGE');
  });

  test('the largest report of a configuration fits its topic', () => {
    const result = { key: 'k'.repeat(48), status: 5, text: 't'.repeat(96), value: { text: 'v'.repeat(200) } };
    const report = { revision: 0xff_ff_ff_ff, results: Array.from({ length: 8 }, () => result) };
    const envelope = { messageId: 0xff_ff_ff_ff, correlationId: 0xff_ff_ff_ff, deadlineMs: 0xff_ff_ff_ff };
    const bytes = encodeDeviceMessage(envelope, { kind: 'configReport', value: report } as never);
    expect(bytes.length).toBeLessThan(MAX_CONTROL_BYTES);
  });

  test('unknown fields are ignored', () => {
    const known = encodeAudio({ session: 1, packets: [Uint8Array.of(1)] });
    const decoded = decodeAudio(Buffer.concat([known, Buffer.from([0xf8, 0x07, 0x01])]));
    expect(decoded.ok && Buffer.from(encodeAudio(decoded.message))).toEqual(Buffer.from(known));
  });

  test('packets of audio are views of the message, not copies', () => {
    const bytes = Buffer.from(encodeAudio({ session: 1, packets: [Uint8Array.of(7, 8, 9)] }));
    const decoded = decodeAudio(bytes);
    expect(decoded.ok && decoded.message.packets[0]!.buffer).toBe(bytes.buffer);
  });
});

const uint32 = fc.integer({ min: 0, max: 0xff_ff_ff_ff });

test('any audio within its bounds comes back as it was', () => {
  const packets = fc.array(fc.uint8Array({ maxLength: 1920 }), { maxLength: 4 });
  const flags = fc.constantFrom(AudioFlag.NONE, AudioFlag.END, AudioFlag.AFTER_SILENCE);
  const audio = fc.record({
    session: uint32,
    generation: uint32,
    sequence: uint32,
    captureTimeMs: uint32,
    packets,
    flags,
  });
  fc.assert(
    fc.property(audio, (value) => {
      const decoded = decodeAudio(encodeAudio(value));
      if (!decoded.ok) throw decoded.error;
      const { session, generation, sequence, captureTimeMs, flags, packets } = decoded.message;
      const back: Audio = {
        session,
        generation,
        sequence,
        captureTimeMs,
        flags,
        packets: packets.map((p) => Uint8Array.from(p)),
      };
      expect(back).toEqual(value);
    }),
  );
});

test('any transcript within its bounds comes back as it was', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 100 });
  fc.assert(
    fc.property(text, uint32, (words, messageId) => {
      const bytes = encodeBrokerMessage(
        { messageId },
        { kind: 'transcript', value: { session: 1, text: words } },
      );
      const decoded = decodeBrokerMessage(bytes);
      if (!decoded.ok) throw decoded.error;
      expect(decoded.message.messageId).toBe(messageId);
      expect(decoded.message.body).toMatchObject({ kind: 'transcript', value: { session: 1, text: words } });
    }),
  );
});

test('100,000 mutations of good messages neither throw nor take long', () => {
  const good = names.map((name) => readFileSync(join(vectors, `${name}.bin`)));
  let seed = 0x2f6e2b1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed % below;
  };
  const outcomes = { accepted: 0, refused: 0 };
  for (let i = 0; i < 100_000; i++) {
    const bytes = Buffer.from(good[random(good.length)]!);
    const mutations = 1 + random(4);
    for (let m = 0; m < mutations; m++) bytes[random(bytes.length)] = random(256);
    const mutant = random(4) === 0 ? bytes.subarray(0, random(bytes.length + 1)) : bytes;
    for (const decode of [decodeDeviceMessage, decodeBrokerMessage, decodeAudio, decodeDeviceConfig]) {
      outcomes[decode(mutant).ok ? 'accepted' : 'refused']++;
    }
  }
  expect(outcomes.accepted + outcomes.refused).toBe(400_000);
  expect(outcomes.refused).toBeGreaterThan(10_000);
});

test('random bytes neither throw nor grow', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 9000 }), (bytes) => {
      for (const decode of [decodeDeviceMessage, decodeBrokerMessage, decodeAudio, decodeDeviceConfig])
        decode(bytes);
    }),
    { numRuns: 500 },
  );
});
