/** How the browser proves that our own page asks, and how a sign-in goes on when its short token is over. */
import { problemIn } from './problem.ts';

const CSRF_COOKIE = 'pipit_csrf';
const CSRF_HEADER = 'x-pipit-csrf';
const LOCK = 'pipit-refresh';
/** When a tab of this browser renewed the sign-in last: milliseconds since 1970. */
const RENEWED_AT = 'pipit:renewedAt';

type Send = (request: Request) => Promise<Response>;

/** A foreign page can make the browser send our cookies, but it can neither read them nor set this header. */
export function proofOfPage(): readonly [string, string | undefined] {
  const cookie = document.cookie.split('; ').find((each) => each.startsWith(`${CSRF_COOKIE}=`));
  return [CSRF_HEADER, cookie?.slice(CSRF_COOKIE.length + 1)];
}

/** What a broker answers that knows of no sign-in to go on with. */
const REFUSED = [401, 403];

/**
 * False when there is nothing to go on with; a broker that cannot say now is no reason to sign in again. @throws {Problem} A refresh token is good once, and a second use counts as theft: tabs take
 * turns, and one that waited does not ask for what another has got.
 */
export async function renewSignIn(send: Send): Promise<boolean> {
  const askedAt = Date.now();
  return inTurn(async () => {
    const renewedAt = Number(localStorage.getItem(RENEWED_AT) ?? 0);
    // What lies in the future is of a clock that was put back.
    if (renewedAt >= askedAt && renewedAt <= Date.now()) return true;
    const request = new Request('/api/auth/refresh', { method: 'POST' });
    const response = await send(request);
    if (response.ok) localStorage.setItem(RENEWED_AT, String(Date.now()));
    if (response.ok || REFUSED.includes(response.status)) return response.ok;
    throw await problemIn(response);
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One after the other in this tab, and in all tabs where the browser can do that (pages over https or on localhost). */
function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  const locked = (): Promise<boolean> =>
    'locks' in navigator ? navigator.locks.request(LOCK, work) : work();
  const next = last.then(locked, locked);
  last = next;
  return next;
}
