/** Sends JSON to an address that somebody configured: no redirects, no long answers, no private addresses unless allowed. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { guardedLookup, refusePrivateHost } from '../../outbound/address-guard.ts';

export interface PostOptions {
  /** May hold a secret: it is in no error. */
  readonly url: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowPrivate: boolean;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** The answer's text. @throws when it did not arrive, or was not taken with 2xx */
export async function postJson({ url, body, headers, allowPrivate }: PostOptions): Promise<string> {
  const target = new URL(url);
  if (!allowPrivate) refusePrivateHost(target.hostname);
  const request = target.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = request(
      target,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'pipit',
          ...headers,
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        agent: false,
        ...(!allowPrivate && { lookup: guardedLookup }),
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length > MAX_ANSWER_BYTES) response.destroy(new Error('its answer is too long'));
        });
        response.on('error', (error) => reject(told(target, error.message)));
        response.on('end', () => {
          const { statusCode = 0 } = response;
          if (statusCode >= 200 && statusCode < 300) resolve(text);
          else reject(told(target, `it answered ${statusCode}`));
        });
      },
    );
    sent.on('error', (error) => reject(told(target, error.message)));
    sent.end(body);
  });
}

const told = ({ host }: URL, why: string): Error => new Error(`${host} did not take it: ${why}`);
