/** With which token a request was made that got an answer: one that comes late may be about a token of before. */
import type { FetchLike } from '@modelcontextprotocol/client';

const carried = new WeakMap<Response, string>();

export const remembering =
  (ask: FetchLike): FetchLike =>
  async (url, init) => {
    const response = await ask(url, init);
    const token = new Headers(init?.headers).get('authorization')?.replace(/^Bearer /, '');
    carried.set(response, token ?? '');
    return response;
  };

/** Empty: without one. Undefined: nobody knows. */
export const tokenCarried = (response: Response): string | undefined => carried.get(response);
