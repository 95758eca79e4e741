/** What a file of routes sees: the typed Fastify instance, and what a route declares about itself. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Permission } from '../identity/permissions.ts';
import type { Principal } from '../identity/principal.ts';
import type { ProblemCode } from './problem-codes.ts';

export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** Adds routes. Their paths are written out in full, so that they can be searched for. */
/** Where this port takes MQTT over WebSocket. */
export const MQTT_PATH = '/mqtt';

export type Routes = (api: Api) => void | Promise<void>;

/** Who may call a route: anybody, whoever is signed in, or whoever has the permission. */
export type Access = 'public' | 'signedIn' | Permission;

/** Who asks, by whatever the request carries. A throw of an ApiProblem is the answer. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | undefined>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Required: a route without it stops the start. */
    access?: Access;
    /** `default` counts per identity, `signIn` strictly per address, a number is requests per minute of this route. */
    rate?: 'default' | 'signIn' | 'none' | number;
    /** Honours Idempotency-Key. `withheld`: the answer holds a secret, so it is not kept for a replay. */
    idempotent?: boolean | 'withheld';
    /** Demands If-Match, which is then `request.expectedVersion`. */
    ifMatch?: boolean;
    /** Answers CSV as well, to whoever asks with `wantsCsv`. */
    csv?: boolean;
    /** Codes that this route answers besides those that every route may, for the documents. */
    problems?: readonly ProblemCode[];
  }
  interface FastifyRequest {
    /** Undefined on public routes. */
    principal: Principal | undefined;
    /** Of If-Match, on routes with `ifMatch`; read it with `expectedVersionOf`. */
    expectedVersion: number | 'any' | undefined;
  }
}
