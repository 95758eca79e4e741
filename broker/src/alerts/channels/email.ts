/** Alerts by mail. */
import { createTransport } from 'nodemailer';
import type { Notice } from '../alert.ts';
import type { AlertChannel } from '../notifier.ts';

export interface EmailOptions {
  /** Like `smtps://user:password@host:465`: a secret. */
  readonly url: string;
  readonly from: string;
  readonly to: readonly string[];
}

const TIMEOUT_MS = 15_000;

export function emailChannel({ url, from, to }: EmailOptions): AlertChannel {
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    name: 'email',
    send: async (notice) => {
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: `[Pipit] ${notice.state}: ${notice.title}`,
          text: textOf(notice),
          // The notices of one alert stand together.
          messageId: `<${notice.noticeId}@pipit.alerts>`,
          references: `<${notice.alertId}@pipit.alerts>`,
        });
      } catch (error) {
        const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number };
        // The library's own words may hold what was sent to sign in.
        // oxlint-disable-next-line preserve-caught-error
        throw new Error(
          `the mail server did not take it (${[code, responseCode].filter(Boolean).join(' ')})`,
        );
      }
    },
    close: () => transport.close(),
  };
}

function textOf({ title, state, severity, rule, subject, openedAt, at, detail }: Notice): string {
  return [
    title,
    '',
    `State: ${state}`,
    `Severity: ${severity}`,
    `Rule: ${rule}`,
    ...(subject ? [`About: ${subject.kind} ${subject.id}`] : []),
    `Since: ${openedAt}`,
    `Now: ${at}`,
    ...Object.entries(detail).map(([name, value]) => `${name}: ${value}`),
    '',
  ].join('\n');
}
