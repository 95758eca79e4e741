import { duplexPair } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { splitOutput } from './docker-stream.ts';

function frame(stream: number, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.from([stream, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

test.each([1, 3, 8, 1000])('in pieces of %i bytes', async (size) => {
  const [near, far] = duplexPair();
  const { stdout, stderr, ended } = splitOutput(near);
  const all = Buffer.concat([
    frame(1, 'hello '),
    frame(2, 'oh'),
    frame(1, ''),
    frame(1, 'world'),
    frame(2, '!'),
  ]);
  for (let at = 0; at < all.length; at += size) far.write(all.subarray(at, at + size));
  far.end();
  expect(await Promise.all([text(stdout), text(stderr)])).toEqual(['hello world', 'oh!']);
  await ended;
});

test('what nobody reads waits, and so does what comes after it', async () => {
  const [near, far] = duplexPair();
  const { stdout, stderr } = splitOutput(near);
  let drained = 0;
  for (let i = 0; i < 100; i++) if (far.write(frame(1, Buffer.alloc(10_000)))) drained++;
  await new Promise((resolve) => setImmediate(resolve));
  expect(stdout.readableLength).toBeLessThan(200_000);
  far.end(frame(2, 'last'));
  const both = Promise.all([text(stdout), text(stderr)]);
  expect((await both).map((all) => all.length)).toEqual([1_000_000, 4]);
  expect(drained).toBeLessThan(100);
});

test('a connection that breaks ends both', async () => {
  const [near, far] = duplexPair();
  const { stdout, stderr, ended } = splitOutput(near);
  far.write(frame(1, 'half').subarray(0, 10));
  near.destroy();
  await ended;
  expect(await Promise.all([text(stdout), text(stderr)])).toEqual([expect.any(String), '']);
});
