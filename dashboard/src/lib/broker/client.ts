/**
 * The one way to the broker's HTTP API: typed by its OpenAPI document, with the proof that the page itself asks, and with a
 * sign-in that is renewed when it is over.
 */
import createClient from 'openapi-fetch';
import type { paths } from './gen/schema.d.ts';
import { Problem, UNREACHABLE, problemIn } from './problem.ts';
import { proofOfPage, renewSignIn } from './sign-in.ts';

/** Methods named after the verbs. @throws {Problem} for whatever is not 2xx. */
export const broker = createClient<paths, 'application/json'>({ baseUrl: '', fetch: ask });

/** What an operation answers: `dataOf(broker.GET('/api/v1/system'))`. */
export async function dataOf<Data>(answer: Promise<{ data?: Data; response: Response }>): Promise<Data> {
  return (await answer).data as Data;
}

async function ask(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await send(request);
  if (response.ok) return response;
  const problem = await problemIn(response);
  if (problem.status !== 401 || isSigningIn(request) || !(await renewSignIn(send))) throw problem;
  const second = await send(again);
  if (second.ok) return second;
  throw await problemIn(second);
}

/** There a 401 is the answer to what was typed. */
const isSigningIn = ({ url }: Request): boolean => /\/api\/auth\/(login|links|refresh)/.test(url);

/** @throws {Problem} UNREACHABLE */
async function send(request: Request): Promise<Response> {
  const [header, value] = proofOfPage();
  if (value !== undefined) request.headers.set(header, value);
  try {
    return await fetch(request);
  } catch (cause) {
    // Given up by the page itself.
    if (request.signal.aborted) throw cause;
    throw new Problem(0, { code: UNREACHABLE as never }, cause);
  }
}
