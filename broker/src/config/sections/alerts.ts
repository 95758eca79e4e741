/** When people are told, and how. */
import { z } from 'zod';
import { isPrivateHost } from '../../outbound/address-guard.ts';
import { ms, url, list } from '../setting-types.ts';

export const alertsSection = z
  .strictObject({
    offlineAfterMs: ms('after which a device that is away is an alert; 0 for never', 600_000, 0),
    errorPercent: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .describe('of the conversations of five minutes, so many that fail are an alert'),
    diskFreePercent: z
      .int()
      .min(0)
      .max(90)
      .default(10)
      .describe("less of the data folder's disk that is free is an alert, in percent"),
    renotifyMs: ms(
      'how often is said again what is still wrong and nobody has acknowledged; 0 for never',
      21_600_000,
      0,
      31_536_000_000,
    ),
    webhookUrl: url().describe('where alerts are sent as JSON, signed as Standard Webhooks says'),
    webhookSecret: z
      .string()
      .min(16)
      .max(256)
      .optional()
      .meta({ description: 'signs what is sent to alerts.webhookUrl', secret: true }),
    wecomUrl: z
      .url({ protocol: /^https?$/, error: 'expected the address of a group robot' })
      .optional()
      .meta({ description: 'address of a group robot of WeCom, with its key', secret: true }),
    smtpUrl: z
      .url({ protocol: /^smtps?$/, error: 'expected an address like smtps://user:password@host:465' })
      .optional()
      .meta({ description: 'mail server for alerts, with user and password', secret: true }),
    emailFrom: z.string().min(3).max(254).optional().describe('sender of alerts by mail'),
    emailTo: list('who gets alerts by mail', z.string().min(3).max(254)),
    allowPrivateTargets: z
      .boolean()
      .default(false)
      .describe('whether alerts may be sent to addresses that are not of the open internet'),
  })
  .refine(({ webhookUrl, webhookSecret }) => webhookUrl === undefined || webhookSecret !== undefined, {
    path: ['webhookSecret'],
    error: 'must be set with alerts.webhookUrl',
  })
  .superRefine(({ webhookUrl, wecomUrl, allowPrivateTargets }, context) => {
    for (const [key, target] of Object.entries({ webhookUrl, wecomUrl })) {
      if (allowPrivateTargets || target === undefined || !isPrivateHost(new URL(target).hostname)) continue;
      const message = 'is not an address of the open internet; set alerts.allowPrivateTargets if it is meant';
      context.addIssue({ code: 'custom', path: [key], message });
    }
  })
  .refine(({ smtpUrl, emailFrom, emailTo }) => !smtpUrl || (emailFrom !== undefined && emailTo.length > 0), {
    path: ['emailFrom'],
    error: 'must be set with alerts.smtpUrl, and so must alerts.emailTo',
  })
  .prefault({});
