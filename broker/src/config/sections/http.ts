/** The doors for people and programs. */
import { z } from 'zod';
import { port, url, host, list, addressOrRange } from '../setting-types.ts';

export const httpSection = z
  .strictObject({
    host: host('127.0.0.1'),
    port: port('HTTP: API, health and figures', 8080),
    publicUrl: url().describe('where people find the broker: for links, and cookies only over TLS if https'),
    corsOrigins: list(
      'origins of other pages that may use the API with cookies, like https://console.example.com',
      z.string().regex(/^https?:\/\/[^/\s,*]+$/, 'expected an origin like https://host, without a path'),
    ),
    trustProxy: list(
      'addresses and ranges of proxies whose X-Forwarded headers are believed, like 10.0.0.0/8',
      addressOrRange,
    ),
    bodyLimitBytes: z
      .int()
      .min(1024)
      .max(64 * 1024 * 1024)
      .default(256 * 1024)
      .describe('largest body of a request, in bytes'),
    rateLimitPerMinute: z
      .int()
      .min(1)
      .max(1_000_000)
      .default(600)
      .describe('requests of one identity, or one address without sign-in, per minute'),
    signInPerMinute: z
      .int()
      .min(1)
      .max(10_000)
      .default(10)
      .describe('attempts to sign in from one address per minute'),
    metricsToken: z
      .string()
      .min(16)
      .max(256)
      .regex(/^\S+$/, 'expected text without spaces')
      .optional()
      .meta({ description: 'bearer token that /metrics demands; open to all when left out', secret: true }),
  })
  .prefault({});
