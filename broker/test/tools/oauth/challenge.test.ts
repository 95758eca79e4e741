/** How a server is asked whether it wants a sign-in: as its transport has it, and nobody else in its place. */
import { expect, test } from 'vitest';
import { startSignIn } from '../../../src/tools/mcp/oauth/sign-in.ts';
import { StubServer, answerJson } from './stub-server.ts';

const LIMITS = {
  commands: [],
  anyCommand: false,
  allowPrivateTargets: true,
  connectTimeoutMs: 5000,
  maxMessageBytes: 100_000,
  maxTools: 10,
};
const start = { redirectUrl: 'http://127.0.0.1/back', state: 'state', kept: undefined };
const headers = { 'X-Api-Key': 'planted-secret' };

test.each([301, 302, 303, 307, 308])(
  'a redirect (%i) is not followed, least of all with the headers',
  async (status) => {
    await using inner = await StubServer.start((_asked, response) => void response.writeHead(401).end());
    await using outer = await StubServer.start(
      (_asked, response) => void response.writeHead(status, { location: `${inner.origin}/meta-data` }).end(),
    );
    const endpoint = { transport: 'http', url: `${outer.origin}/mcp`, headers } as const;
    await expect(startSignIn({ ...start, endpoint }, LIMITS)).rejects.toThrow(
      `it answered ${status}, not 401`,
    );
    expect(outer.asked).toMatchObject([{ headers: { 'x-api-key': 'planted-secret' } }]);
    expect(inner.asked).toEqual([]);
  },
);

test('a server of events, which knows only GET, is signed in to like any other', async () => {
  await using provider = await StubServer.start(({ path }, response) => {
    if (path === '/.well-known/oauth-authorization-server')
      return answerJson(response, {
        issuer: provider.origin,
        authorization_endpoint: `${provider.origin}/authorize`,
        token_endpoint: `${provider.origin}/token`,
        response_types_supported: ['code'],
      });
    response.writeHead(404).end();
  });
  await using server = await StubServer.start(({ method, path }, response) => {
    if (path === '/.well-known/oauth-protected-resource/sse')
      return answerJson(response, {
        resource: `${server.origin}/sse`,
        authorization_servers: [provider.origin],
      });
    response.writeHead(path === '/sse' && method === 'GET' ? 401 : 404).end();
  });
  const oauth = { grant: 'authorizationCode', clientId: 'by-hand' } as const;
  const endpoint = { transport: 'sse', url: `${server.origin}/sse`, headers, oauth } as const;
  const { url } = await startSignIn({ ...start, endpoint }, LIMITS);
  expect(url).toMatch(`${provider.origin}/authorize?`);
});
