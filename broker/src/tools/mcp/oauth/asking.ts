/** Questions to authorization servers: with an end, without the headers of the MCP server, and with words when they fail. */
import { type FetchLike, OAuthError, RegistrationRejectedError } from '@modelcontextprotocol/client';
import { ToolError } from '../../tool-source.ts';
import { boundedFetch } from '../bounded-fetch.ts';
import type { McpLimits } from '../mcp-endpoint.ts';

/** Shorter than a renewal is reserved for whoever has claimed it. */
const MAX_ASKING_MS = 30_000;

/** @throws {ToolError} those of `ask`; TIMEOUT, UNAVAILABLE with `failed` in front of what was wrong */
export async function asking<T>(
  limits: Pick<McpLimits, 'allowPrivateTargets' | 'connectTimeoutMs' | 'maxMessageBytes'>,
  failed: string,
  ask: (fetchFn: FetchLike) => Promise<T>,
): Promise<T> {
  const { fetch, close } = boundedFetch(limits);
  const signal = AbortSignal.timeout(Math.min(limits.connectTimeoutMs, MAX_ASKING_MS));
  try {
    return await ask((url, init) => fetch(url, { ...init, signal }));
  } catch (cause) {
    if (cause instanceof ToolError) throw cause;
    if (signal.aborted) throw new ToolError('TIMEOUT', `${failed}: ${LATE}`, { cause });
    throw new ToolError('UNAVAILABLE', `${failed}: ${wordsOf(cause)}`, { cause });
  } finally {
    await close();
  }
}

const LATE = 'the server, or where it sends people to sign in, did not answer in time.';

/** What lies at the bottom of it, without the answer that was not understood: it may hold anything. */
function wordsOf(error: unknown): string {
  let last: Error | undefined;
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
    if (at.message) last = at;
  if (last instanceof OAuthError) return `the authorization server answered ${codeOf(last)}.`;
  if (last instanceof RegistrationRejectedError)
    return `the authorization server did not register Pipit (HTTP ${last.status}).${BY_HAND}`;
  if (!last || last instanceof SyntaxError || last.name === 'ZodError')
    return 'an answer was not understood.';
  return `${last.message.slice(0, 300)}${/dynamic client registration/i.test(last.message) ? BY_HAND : ''}`;
}

const BY_HAND = ' Register Pipit there by hand, and set oauth.clientId (and clientSecret).';

/** RFC 6749, 5.2. */
const codeOf = ({ code }: OAuthError): string => (/^[a-z_]{1,60}$/.test(code) ? code : 'with an error');
