import { afterEach, expect, test, vi } from 'vitest';
import { renewSignIn } from './sign-in.ts';

// A page has an address; here it is given.
vi.stubGlobal(
  'Request',
  class extends Request {
    constructor(path: string, init?: RequestInit) {
      super(new URL(path, 'http://broker.example'), init);
    }
  },
);
afterEach(() => localStorage.clear());
const answering = (status: number) => () =>
  Promise.resolve(Response.json({ code: 'SOME', detail: 'The database cannot be reached.' }, { status }));

test('a sign-in is over when the broker says so, not when it cannot say', async () => {
  expect(await renewSignIn(answering(200))).toBe(true);
  localStorage.clear();
  expect(await renewSignIn(answering(401))).toBe(false);
  await expect(renewSignIn(answering(503))).rejects.toThrow('The database cannot be reached.');
  expect(await renewSignIn(answering(200))).toBe(true);
});

test('a clock that was put back does not make each renewal a thing of the past', async () => {
  localStorage.setItem('pipit:renewedAt', String(Date.now() + 3_600_000));
  const send = vi.fn(answering(200));
  expect(await renewSignIn(send)).toBe(true);
  expect(send).toHaveBeenCalledTimes(1);
});
