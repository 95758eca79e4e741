/** A few routes of every sort, for tests of what holds for all routes. */
import { z } from 'zod';
import { principalOf } from '../api/access.ts';
import type { Routes } from '../api/api.ts';
import { ApiProblem, notFound } from '../api/problem.ts';
import { described } from './api-bench.ts';

/** Planted where an answer or the log must not have it. */
export const SECRET = 'pk_planted-secret';

export const things: Routes = (api) => {
  api.get(
    '/public',
    { config: { access: 'public' }, schema: { ...described('getPublic'), response: { 200: z.object({}) } } },
    () => ({}),
  );
  api.get(
    '/me',
    {
      config: { access: 'signedIn' },
      schema: { ...described('getMe'), response: { 200: z.object({ name: z.string() }) } },
    },
    (request) => ({ name: principalOf(request).name }),
  );
  api.post(
    '/sign-in',
    {
      config: { access: 'public', rate: 'signIn' },
      schema: {
        ...described('signIn'),
        body: z.strictObject({ password: z.string() }),
        response: { 200: z.object({}) },
      },
    },
    () => {
      throw new ApiProblem('CREDENTIALS_INVALID', 'Name or password are wrong.');
    },
  );
  api.get(
    '/things/:id',
    {
      config: { access: 'devices:read' },
      schema: {
        ...described('getThing'),
        params: z.object({ id: z.string().max(20) }),
        querystring: z.strictObject({ limit: z.coerce.number().int().min(1).max(10).optional() }),
        response: { 200: z.object({ id: z.string() }) },
      },
    },
    ({ params: { id } }) => {
      if (id === 'none') throw notFound('a thing', id);
      if (id === 'boom') throw new Error(`${SECRET} in an error`);
      if (id === 'odd') return { id: 5 as unknown as string };
      return { id, secret: SECRET };
    },
  );
  api.delete(
    '/things/:id',
    {
      config: { access: 'devices:delete' },
      schema: {
        ...described('deleteThing'),
        params: z.object({ id: z.string() }),
        response: { 204: z.null() },
      },
    },
    async (_request, reply) => reply.code(204).send(null),
  );
  api.post(
    '/things',
    {
      config: { access: 'devices:write' },
      schema: {
        ...described('addThing'),
        body: z.strictObject({
          name: z.string().min(2),
          tags: z.array(z.string().min(1)).optional(),
          'a/b': z.object({ '~': z.int() }).optional(),
        }),
        response: { 201: z.object({ name: z.string() }) },
      },
    },
    async ({ body: { name } }, reply) => reply.code(201).send({ name }),
  );
};
