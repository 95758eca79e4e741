/** Who may call a route. Every route says so, or the broker does not start. */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { isPermission } from '../identity/permissions.ts';
import type { Principal } from '../identity/principal.ts';
import type { Access, Authenticate } from './api.ts';
import { type CsrfOptions, refuseForgedRequest } from './csrf.ts';
import { ApiProblem } from './problem.ts';
import type { Limiters } from './rate-limits.ts';

export interface AccessOptions {
  readonly authenticate: Authenticate;
  readonly limiters: Limiters;
  readonly csrf: CsrfOptions;
}

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** For all routes that are added from now on: who asks, how often, and whether they may; only then is a body read. */
export function guardRoutes(app: FastifyInstance, { authenticate, limiters, csrf }: AccessOptions): void {
  app.decorateRequest('principal', undefined);
  app.addHook('onRoute', (route) => {
    const access = accessOf(route);
    const limit = limiters.of(route.config?.rate ?? 'default', `${String(route.method)} ${route.url}`);
    const guards: Hook[] =
      access === 'public'
        ? [limit]
        : [
            (request) => identify(request, authenticate, limiters),
            limit,
            async (request) => authorise(request, access, csrf),
          ];
    route.onRequest = [...guards, ...[route.onRequest ?? []].flat()];
  });
}

async function identify(
  request: FastifyRequest,
  authenticate: Authenticate,
  limiters: Limiters,
): Promise<void> {
  await limiters.refuseGuessing(request);
  try {
    request.principal = await authenticate(request);
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) await limiters.countGuess(request);
    throw error;
  }
  if (!request.principal) await limiters.countGuess(request);
}

function accessOf({ method, url, config }: RouteOptions): Access {
  const access: unknown = config?.access;
  if (typeof access === 'string' && (access === 'public' || access === 'signedIn' || isPermission(access)))
    return access;
  throw new Error(
    `The route ${String(method)} ${url} does not say who may call it: give it config.access ("public", "signedIn" or a permission).`,
  );
}

function authorise(request: FastifyRequest, access: Access, csrf: CsrfOptions): void {
  const { principal } = request;
  if (!principal) {
    throw new ApiProblem('SIGN_IN_REQUIRED', 'Sign in, or send an API key in the header x-api-key.');
  }
  refuseForgedRequest(request, principal, csrf);
  if (access === 'public' || access === 'signedIn' || principal.permissions.has(access)) return;
  throw new ApiProblem(
    'FORBIDDEN',
    `${principal.name} lacks the permission ${access}. Ask an administrator for a role that has it.`,
    { permission: access },
  );
}

/** Who asks, on a route that is not public. */
export function principalOf({ principal }: FastifyRequest): Principal {
  if (!principal) throw new ApiProblem('SIGN_IN_REQUIRED', 'Sign in first.');
  return principal;
}
