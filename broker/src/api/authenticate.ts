/** From a request to whoever sends it: collects what identity needs to know. */
import type { FastifyRequest } from 'fastify';
import type { Caller, Origin } from '../identity/caller.ts';
import type { Identity } from '../identity/create-identity.ts';
import { IdentityError } from '../identity/identity-error.ts';
import { principalOf } from './access.ts';
import type { Authenticate } from './api.ts';
import { identityProblem } from './identity-problem.ts';
import { SESSION_COOKIE } from './openapi.ts';

export const authenticateBy =
  ({ authenticator, proxyUserHeader }: Identity): Authenticate =>
  async ({ headers, cookies, socket }) => {
    const proxyUser = proxyUserHeader && headers[proxyUserHeader];
    const apiKey = headers['x-api-key'];
    try {
      return await authenticator.authenticate({
        authorization: headers.authorization,
        apiKey: typeof apiKey === 'string' ? apiKey : undefined,
        accessToken: cookies[SESSION_COOKIE],
        proxyUser: typeof proxyUser === 'string' && proxyUser !== '' ? proxyUser : undefined,
        address: socket.remoteAddress,
      });
    } catch (error) {
      throw error instanceof IdentityError ? identityProblem(error) : error;
    }
  };

export const originOf = ({ ip, id, headers }: FastifyRequest): Origin => ({
  address: ip,
  userAgent: headers['user-agent'],
  requestId: id,
});

/** On a route that is not public. */
export const callerOf = (request: FastifyRequest): Caller => ({
  principal: principalOf(request),
  origin: originOf(request),
});
