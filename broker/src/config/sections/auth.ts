/** How people sign in. */
import { z } from 'zod';
import { url, list, addressOrRange } from '../setting-types.ts';

const roleForNewcomers = (who: string) =>
  z
    .enum(['admin', 'operator', 'viewer', 'device_user'])
    .optional()
    .describe(`role of ${who} who are not known yet; they are refused when left out`);

export const authSection = z
  .strictObject({
    proxyUserHeader: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,64}$/, 'expected the name of a header')
      .optional()
      .describe('header in which a signing-in proxy names the e-mail address, like x-forwarded-user'),
    trustedProxies: list('addresses and ranges of proxies whose user header is believed', addressOrRange),
    proxyDefaultRole: roleForNewcomers('people from the proxy'),
    oidc: z
      .strictObject({
        issuer: url().describe('OpenID Connect provider to sign in with'),
        clientId: z.string().min(1).max(256).optional().describe('client id at the provider'),
        clientSecret: z
          .string()
          .min(1)
          .max(512)
          .optional()
          .meta({ description: 'client secret at the provider', secret: true }),
        scopes: z
          .array(z.string().min(1))
          .max(20)
          .refine((scopes) => scopes.includes('openid'), 'must include openid')
          .default(['openid', 'email', 'profile'])
          .describe('what the provider is asked for'),
        allowedDomains: list(
          'domains of e-mail addresses that may sign in; all when empty',
          z.string().min(1).max(253).toLowerCase(),
        ),
        defaultRole: roleForNewcomers('people from the provider'),
      })
      .refine(({ issuer, clientId }) => !issuer || clientId, {
        path: ['clientId'],
        error: 'is needed when auth.oidc.issuer is set',
      })
      .prefault({}),
  })
  .refine(({ proxyUserHeader, trustedProxies }) => !proxyUserHeader || trustedProxies.length > 0, {
    path: ['trustedProxies'],
    error: 'must name the proxy when auth.proxyUserHeader is set',
  })
  .prefault({});
