/** How often somebody may ask. Counted per identity, and per address where there is none. */
import rateLimit, { type RateLimitOptions } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { principalKey } from '../identity/principal.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import { ApiProblem } from './problem.ts';
import { type NamedLimit, sharedRateStore } from './shared-rate-store.ts';

export interface RateLimitSettings {
  /** Requests of one identity per minute. */
  readonly rateLimitPerMinute: number;
  /** Attempts to sign in from one address per minute. */
  readonly signInPerMinute: number;
}

export type Rate = 'default' | 'signIn' | 'none' | number;

type Limit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

export interface Limiters {
  /** @param route has a count of its own when its rate is a number. */
  of(rate: Rate, route: string): Limit;
  /** Before credentials are looked at: an address that sent too many wrong ones waits. */
  refuseGuessing(request: FastifyRequest): Promise<void>;
  countGuess(request: FastifyRequest): Promise<void>;
}

const MINUTE_MS = 60_000;

export async function createLimiters(
  app: FastifyInstance,
  { rateLimitPerMinute, signInPerMinute }: RateLimitSettings,
  shared: SharedState,
): Promise<Limiters> {
  await app.register(rateLimit, {
    global: false,
    max: rateLimitPerMinute,
    timeWindow: MINUTE_MS,
    store: sharedRateStore(shared),
    // When they cannot be counted, people are let in: a limit is no reason to lock everybody out.
    skipOnError: true,
    enableDraftSpec: true,
    keyGenerator: (request) => (request.principal ? principalKey(request.principal) : addressKey(request)),
    errorResponseBuilder: (_request, { ttl }) => tooMany(ttl),
  });
  const make = (options: RateLimitOptions & NamedLimit): Limit => {
    const handler = app.rateLimit(options);
    return async (request, reply) => {
      await handler.call(app, request, reply);
    };
  };
  const byDefault = make({ name: 'default' });
  const signIn = make({ name: 'sign-in', max: signInPerMinute, keyGenerator: addressKey });
  const guessing = { name: 'guesses', max: rateLimitPerMinute, keyGenerator: addressKey };
  const guesses = app.createRateLimit(guessing);
  return {
    of(rate, route) {
      if (rate === 'default') return byDefault;
      if (rate === 'signIn') return signIn;
      return rate === 'none' ? async () => {} : make({ name: route, max: rate });
    },
    async refuseGuessing(request) {
      if (!hasCredentials(request)) return;
      const state = await guesses(request, { increment: false });
      if (!state.isAllowed && state.remaining === 0) throw tooMany(state.ttl);
    },
    async countGuess(request) {
      if (hasCredentials(request)) await guesses(request);
    },
  };
}

/** An IPv6 customer has a whole /64. */
function addressKey({ ip }: FastifyRequest): string {
  if (!ip.includes(':') || ip.startsWith('::ffff:')) return `address:${ip.replace('::ffff:', '')}`;
  const [head = '', tail] = ip.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return `address:${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

function hasCredentials({ headers }: FastifyRequest): boolean {
  return (
    headers.authorization !== undefined || headers['x-api-key'] !== undefined || headers.cookie !== undefined
  );
}

function tooMany(ttlMs: number): ApiProblem {
  const seconds = Math.max(1, Math.ceil(ttlMs / 1000));
  return new ApiProblem('RATE_LIMITED', `Try again in ${seconds} s.`, {
    headers: { 'retry-after': String(seconds) },
  });
}
