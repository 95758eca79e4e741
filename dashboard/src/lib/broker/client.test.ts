/** What becomes of a request whose short token is over. */
import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { isProblem } from './problem.ts';

/** Outside of a browser an address must be whole. */
class PageRequest extends Request {
  constructor(input: RequestInfo | URL, init?: RequestInit) {
    super(typeof input === 'string' ? new URL(input, 'https://pipit.test') : input, init);
  }
}
vi.stubGlobal('Request', PageRequest);
const { broker } = await import('./client.ts');

/** What was asked for, and how often. */
let asked: string[] = [];
let isSignedIn = false;
/** Whether the refresh token is good. */
let isRenewable = true;

beforeEach(() => {
  asked = [];
  isSignedIn = false;
  isRenewable = true;
  localStorage.clear();
  vi.stubGlobal('fetch', ({ url }: Request) => {
    const { pathname } = new URL(url);
    asked.push(pathname);
    if (pathname === '/api/auth/refresh' && isRenewable) isSignedIn = true;
    return Promise.resolve(
      isSignedIn
        ? Response.json({})
        : Response.json({ code: 'UNAUTHENTICATED', detail: 'Sign in.' }, { status: 401 }),
    );
  });
});
afterAll(() => void vi.unstubAllGlobals());

const changePassword = () =>
  broker.POST('/api/auth/password', { body: { currentPassword: 'old', newPassword: 'new' } });

test('a password can be changed after ten quiet minutes: the sign-in is renewed first', async () => {
  await changePassword();
  expect(asked).toEqual(['/api/auth/password', '/api/auth/refresh', '/api/auth/password']);
});

test('a sign-in that cannot be renewed is told', async () => {
  isRenewable = false;
  await expect(changePassword()).rejects.toSatisfy((error) => isProblem(error, 'UNAUTHENTICATED'));
  expect(asked).toEqual(['/api/auth/password', '/api/auth/refresh']);
});

test('a sign-in that is refused for what was typed is not renewed', async () => {
  const login = broker.POST('/api/auth/login', { body: { email: 'a@b.example', password: 'wrong' } });
  await expect(login).rejects.toThrow('Sign in.');
  expect(asked).toEqual(['/api/auth/login']);
});
