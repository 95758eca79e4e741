/** Signing in to MCP servers that ask for it: the browser goes there and comes back. */
import { z } from 'zod';
import type { FleetServices } from '../../../fleet/create-fleet.ts';
import { principalOf } from '../../access.ts';
import type { Api } from '../../api.ts';
import { type WebSettings, baseUrlOf } from '../../sign-in-cookies.ts';
import { idParams, time } from './device-schemas.ts';

const TAGS = ['MCP servers'];
const PATH = '/api/v1/mcp-servers';
const CALLBACK = `${PATH}/sign-in/callback`;

export function mcpSignInRoutes(
  api: Api,
  { mcpServers, mcpSignIns, mcpSigningIn }: FleetServices,
  web: WebSettings,
): void {
  api.post(
    `${PATH}/:id/sign-in`,
    {
      config: {
        access: 'mcpServers:write',
        rate: 20,
        problems: ['NOT_FOUND', 'CONFLICT', 'PROVIDER_FAILED', 'UNAVAILABLE'],
      },
      schema: {
        operationId: 'startMcpSignIn',
        tags: TAGS,
        summary: 'Where to sign in to a server that asks for it',
        description:
          'Open the address in a browser that is signed in here. The broker then keeps the tokens, encrypted, and renews them.',
        params: idParams,
        response: {
          200: z.object({ url: z.string(), expiresAt: time.describe('by then the browser must be back') }),
        },
      },
    },
    (request) => {
      const redirectUrl = `${baseUrlOf(request, web)}${CALLBACK}`;
      return mcpSigningIn.start(principalOf(request), request.params.id, redirectUrl);
    },
  );
  api.get(
    CALLBACK,
    {
      config: {
        access: 'mcpServers:write',
        rate: 20,
        problems: ['NOT_FOUND', 'CONFLICT', 'PROVIDER_FAILED', 'UNAVAILABLE'],
      },
      schema: {
        operationId: 'finishMcpSignIn',
        tags: TAGS,
        summary: 'Where the browser is sent back to after signing in to a server',
        description: 'With state and code, or error, as RFC 6749 (4.1.2) and RFC 9207 have them.',
        response: { 200: z.string().describe('for people, as plain text') },
      },
    },
    async (request, reply) => {
      // Whatever else an authorization server adds to it.
      const query = new URL(request.url, 'http://here.invalid').searchParams;
      const given = (name: string) => query.get(name)?.slice(0, 8192);
      const name = await mcpSigningIn.finish(principalOf(request), {
        state: given('state') ?? '',
        code: given('code'),
        iss: given('iss'),
        error: given('error'),
      });
      return reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(`Pipit is signed in to ${JSON.stringify(name)}. You may close this page.\n`);
    },
  );
  api.delete(
    `${PATH}/:id/sign-in`,
    {
      config: { access: 'mcpServers:write', problems: ['NOT_FOUND'] },
      schema: {
        operationId: 'forgetMcpSignIn',
        tags: TAGS,
        summary: 'Forgets a sign-in: its tokens are deleted',
        params: idParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const principal = principalOf(request);
      await mcpServers.read(principal, request.params.id);
      await mcpSignIns.forget(principal, request.params.id);
      return reply.code(204).send(null);
    },
  );
}
