import { expect, test } from 'vitest';
import { startChild } from './child.ts';

test('what cannot be given to a program is refused, and not repeated', async () => {
  const env = { TOKEN: 'sk-very-secret\0' };
  const refused = startChild({ command: '/bin/true', args: [], env }).catch((error: unknown) => error);
  const error = (await refused) as Error;
  expect(error).toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('"/bin/true" cannot'),
  });
  expect(`${error.message} ${error.stack} ${String(error.cause)}`).not.toContain('sk-very-secret');
});

test('a program that is not there, or is none, says so', async () => {
  const start = (command: string) => startChild({ command, args: [], env: {} });
  await expect(start('/nowhere/program')).rejects.toThrow(/there is no such program/);
  await expect(start('/etc')).rejects.toThrow(/is not a program/);
});
