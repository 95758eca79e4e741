import { expect, test } from 'vitest';
import { words } from './bubblewrap-tools.ts';

test('to be slow is something else than to be refused', async () => {
  expect(await words('/bin/sh', ['-c', 'echo 0.8'])).toBe('0.8\n');
  const refused = words('/bin/sh', ['-c', 'echo no namespaces >&2; exit 1']);
  await expect(refused).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('no namespaces'),
  });
  await expect(words('/bin/sh', ['-c', 'exec sleep 1000'], 50)).rejects.toMatchObject({ code: 'TIMEOUT' });
});
