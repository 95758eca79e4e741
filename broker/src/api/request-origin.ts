/** Where the request that is being answered comes from, for whoever is called on the way and keeps a record of it. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyInstance } from 'fastify';
import type { Audit } from '../audit/audit-log.ts';
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Origin } from '../identity/caller.ts';

const origins = new AsyncLocalStorage<Origin>();

/** Undefined outside of a request. */
export const currentOrigin = (): Origin | undefined => origins.getStore();

/** For all that is called while a request is answered. */
export function rememberOrigins(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { ip: address, id: requestId, headers } = request;
    origins.run({ address, requestId, userAgent: headers['user-agent'] }, done);
  });
}

/** Adds the origin of the request that is being answered to all that is recorded. */
export const withOrigins = (audit: Audit): AuditSink => ({
  record: ({ principal, ...action }) => audit.record(principal, { ...action, request: currentOrigin() }),
});
