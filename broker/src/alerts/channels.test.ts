import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { SMTPServer as UntypedServer } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import { Figures } from '../telemetry/figures.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { settle } from '../testing/session-bench.ts';
import type { Notice } from './alert.ts';
import { isPublicAddress } from '../outbound/address-guard.ts';
import { emailChannel } from './channels/email.ts';
import { signatureOf, webhookChannel } from './channels/webhook.ts';
import { wecomChannel } from './channels/wecom.ts';
import { Notifier } from './notifier.ts';

const NOTICE: Notice = {
  noticeId: 'msg_1',
  alertId: '1',
  state: 'opened',
  rule: 'diskFull',
  severity: 'critical',
  tenantId: 'default',
  subject: null,
  title: 'Only 2 % of the disk is free',
  detail: { percent: 2 },
  openedAt: '2026-03-01T00:00:00.000Z',
  at: '2026-03-01T00:00:00.000Z',
};
const SECRET = `whsec_${Buffer.from('a key of the test').toString('base64')}`;

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function receiver(answer: () => { status: number; body?: string; headers?: Record<string, string> }) {
  const heard: Heard[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      const { status, body: text = '', headers = {} } = answer();
      response.writeHead(status, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise((resolve) => server.close(resolve)));
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=very-secret` };
}

test('a web hook is signed so that its receiver can check it, and its id stays the same', async () => {
  const { heard, url } = await receiver(() => ({ status: 204 }));
  const channel = webhookChannel({ url, secret: SECRET, allowPrivate: true, now: () => 1_700_000_000_500 });
  await channel.send(NOTICE);
  await channel.send(NOTICE);
  const [{ headers, body } = heard[0]!, again] = heard;
  expect(headers['webhook-id']).toBe('msg_1');
  expect(headers['webhook-timestamp']).toBe('1700000000');
  expect(headers['webhook-signature']).toBe(signatureOf(SECRET, 'msg_1', '1700000000', body));
  expect(JSON.parse(body)).toMatchObject({
    type: 'alert.opened',
    data: { rule: 'diskFull', detail: { percent: 2 } },
  });
  expect(again!.headers['webhook-id']).toBe('msg_1');
});

/** The example of the specification at https://github.com/standard-webhooks/standard-webhooks. */
test('signatures are those of Standard Webhooks', () => {
  expect(
    signatureOf(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '1614265330',
      '{"test": 2432232314}',
    ),
  ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test.each([
  '127.0.0.1',
  '10.1.2.3',
  '192.168.0.1',
  '172.16.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  'fe80::1',
  'fd00::1',
  '64:ff9b::7f00:1',
  '224.0.0.1',
  'nonsense',
])('%s is not of the open internet', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test('public addresses are', () => {
  for (const address of ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])
    expect(isPublicAddress(address)).toBe(true);
});

test('private addresses are refused by number and by name, and redirects are not followed', async () => {
  const { heard, url } = await receiver(() => ({ status: 302, headers: { location: 'http://127.0.0.1/' } }));
  const send = (target: string, allowPrivate: boolean) =>
    webhookChannel({ url: target, secret: SECRET, allowPrivate, now: Date.now }).send(NOTICE);
  for (const target of [url, url.replace('127.0.0.1', 'localhost'), url.replace('127.0.0.1', '[::1]')])
    await expect(send(target, false)).rejects.toThrow(/not an address of the open internet/);
  expect(heard).toEqual([]);
  await expect(send(url, true)).rejects.toThrow(/302/);
  expect(heard).toHaveLength(1);
  await expect(send(url, true)).rejects.not.toThrow(/very-secret/);
});

test('WeCom gets markdown, and its refusals are noticed though it answers 200', async () => {
  let errcode = 0;
  const { heard, url } = await receiver(() => ({
    status: 200,
    body: JSON.stringify({ errcode, errmsg: 'invalid webhook url' }),
  }));
  const channel = wecomChannel({ url, allowPrivate: true });
  await channel.send({ ...NOTICE, title: '磁盘'.repeat(2000) });
  const { msgtype, markdown } = JSON.parse(heard[0]!.body) as {
    msgtype: string;
    markdown: { content: string };
  };
  expect(msgtype).toBe('markdown');
  expect(Buffer.byteLength(markdown.content)).toBeLessThanOrEqual(4096);
  errcode = 93_000;
  await expect(channel.send(NOTICE)).rejects.toThrow(/93000/);
});

interface SmtpServer {
  listen(port: number, host: string, done: () => void): void;
  close(done: () => void): void;
  readonly server: { address(): AddressInfo };
}
const SMTPServer = UntypedServer as new (options: object) => SmtpServer;

async function mailServer(): Promise<{ mails: string[]; port: number }> {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: (
      auth: { password: string },
      _session: object,
      done: (error: Error | null, answer?: object) => void,
    ) =>
      done(auth.password === 'right' ? null : new Error(`no such password: ${auth.password}`), { user: 'a' }),
    onData: (stream: NodeJS.ReadableStream, _session: object, done: () => void) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => new Promise<void>((resolve) => server.close(resolve)));
  return { mails, port: server.server.address().port };
}

test('a mail arrives, with subject and facts', async () => {
  const { mails, port } = await mailServer();
  const to = ['ops@example.com', 'more@example.com'];
  const channel = emailChannel({ url: `smtp://a:right@127.0.0.1:${port}`, from: 'pipit@example.com', to });
  await channel.send(NOTICE);
  channel.close?.();
  expect(mails[0]).toContain('Subject: [Pipit] opened: Only 2 % of the disk is free');
  expect(mails[0]).toContain('more@example.com');
  expect(mails[0]).toContain('percent: 2');
});

test('a password that the mail server repeats is in no error', async () => {
  const { port } = await mailServer();
  const url = `smtp://a:hunter2@127.0.0.1:${port}`;
  const channel = emailChannel({ url, from: 'pipit@example.com', to: ['ops@example.com'] });
  const error = await channel.send(NOTICE).catch((error: unknown) => error as Error);
  expect(String(error)).toMatch(/EAUTH 535/);
  expect(JSON.stringify([String(error), (error as Error).cause ?? null])).not.toContain('hunter2');
  channel.close?.();
});

test('a notice is sent again until it arrives, and a channel that fails holds up no other', async () => {
  const clock = new FakeClock();
  const figures = new Figures();
  const sent: string[] = [];
  let failures = 2;
  const lines: string[] = [];
  const notifier = new Notifier({
    channels: [
      {
        name: 'webhook',
        send: async ({ noticeId }) => {
          if (failures-- > 0) throw new Error('not now');
          sent.push(`bad ${noticeId}`);
        },
      },
      { name: 'email', send: async ({ noticeId }) => void sent.push(`good ${noticeId}`) },
    ],
    clock,
    figures,
    log: pino({ level: 'info' }, { write: (line) => void lines.push(line) }),
  });
  notifier.notify(NOTICE);
  await settle();
  expect(sent).toEqual(['good msg_1']);
  for (const ms of [1000, 5000]) {
    clock.advance(ms);
    await settle();
  }
  expect(sent).toEqual(['good msg_1', 'bad msg_1']);
  expect(lines[0]).toContain('Only 2 % of the disk is free');
  failures = 100;
  notifier.notify({ ...NOTICE, noticeId: 'msg_2' });
  await settle();
  for (let n = 0; n < 10; n++) {
    clock.advance(120_000);
    await settle();
  }
  expect(figures.value('alerts_dropped_total')).toBe(1);
  notifier.notify({ ...NOTICE, noticeId: 'msg_3' });
  await settle();
  notifier.close();
  notifier.close();
  await settle();
  expect(clock.pending).toBe(0);
});
