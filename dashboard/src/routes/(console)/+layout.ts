/** All but the entry: who is not signed in goes there, and comes back to where he was. */
import { redirect } from '@sveltejs/kit';
import { broker, dataOf } from '#lib/broker/client.ts';
import { isProblem } from '#lib/broker/problem.ts';

export async function load({ url, untrack }) {
  try {
    return { me: await dataOf(broker.GET('/api/auth/me')) };
  } catch (error) {
    if (!isProblem(error, 'SIGN_IN_REQUIRED', 'SESSION_EXPIRED')) throw error;
    // Asked once, not for each page.
    const here = untrack(() => url.pathname + url.search);
    const over = isProblem(error, 'SESSION_EXPIRED') ? '&over' : '';
    redirect(302, here === '/' && !over ? '/sign-in' : `/sign-in?next=${encodeURIComponent(here)}${over}`);
  }
}
