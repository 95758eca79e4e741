import { expect, test } from 'vitest';
import { oggPage, type OggPageOptions } from '../../testing/ogg-page.ts';
import { readOgg } from './ogg-reader.ts';

/** A page whose segments have these lengths and are made of their indices. */
const pageOf = ({ lacing, ...more }: Omit<OggPageOptions, 'segments'> & { lacing: readonly number[] }) =>
  oggPage({ ...more, segments: lacing.map((length, index) => Buffer.alloc(length, index)) });

test('packets of any length, within a page and across pages', () => {
  const file = Buffer.concat([
    pageOf({ lacing: [3, 255, 255, 10, 255, 0], granule: 960n }),
    pageOf({ lacing: [20, 255, 255], granule: 1920n }),
    pageOf({ lacing: [255], flags: 1, granule: 0xffff_ffff_ffff_ffffn }),
    pageOf({ lacing: [4, 5], flags: 1, granule: 2880n }),
  ]);
  const { packets, lastGranule } = readOgg(file);
  expect(packets.map(({ length }) => length)).toEqual([3, 520, 255, 20, 769, 5]);
  expect(packets[1]![519]).toBe(3);
  expect(lastGranule).toBe(2880);
});

test.each([
  ['nothing of Ogg', Buffer.alloc(100), /no Ogg/],
  ['a short file', Buffer.from('OggS'), /cut off/],
  ['half a page', pageOf({ lacing: [50] }).subarray(0, 60), /cut off/],
  ['a changed byte', pageOf({ lacing: [50] }).fill(9, 40, 41), /damaged/],
  ['two streams', Buffer.concat([pageOf({ lacing: [1] }), pageOf({ lacing: [1], serial: 8 })]), /one stream/],
  ['a missing page', Buffer.concat([pageOf({ lacing: [1] }), pageOf({ lacing: [1], flags: 1 })]), /missing/],
  ['a packet without an end', pageOf({ lacing: [255] }), /middle of a packet/],
])('%s is refused', (_, file, reason) => {
  expect(() => readOgg(file)).toThrow(reason);
});
