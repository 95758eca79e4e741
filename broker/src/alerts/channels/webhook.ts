/** A web hook as Standard Webhooks has it: signed, with an id that stays the same when it is sent again. */
import { createHmac } from 'node:crypto';
import type { Notice } from '../alert.ts';
import type { AlertChannel } from '../notifier.ts';
import { postJson } from './post-json.ts';

export interface WebhookOptions {
  readonly url: string;
  /** `whsec_` and base64, or any text. */
  readonly secret: string;
  readonly allowPrivate: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function webhookChannel({ url, secret, allowPrivate, now }: WebhookOptions): AlertChannel {
  return {
    name: 'webhook',
    send: async (notice) => {
      const { noticeId, state, at } = notice;
      const body = JSON.stringify({ type: `alert.${state}`, timestamp: at, data: dataOf(notice) });
      const timestamp = String(Math.floor(now() / 1000));
      const headers = {
        'webhook-id': noticeId,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(secret, noticeId, timestamp, body),
      };
      await postJson({ url, body, headers, allowPrivate });
    },
  };
}

export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : secret;
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

const dataOf = (notice: Notice): object => ({ ...notice, noticeId: undefined });
