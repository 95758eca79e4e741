/** Puts together rules, engine and channels. */
import type { Logger } from 'pino';
import type { EventFeed } from '../api/habits/sse.ts';
import type { AlertServices } from '../api/routes/alerts.ts';
import type { AuditSink } from '../audit/audit-sink.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import { type Notice, isQuiet } from '../alerts/alert.ts';
import { AlertEngine } from '../alerts/alert-engine.ts';
import { type AlertRow, loadOpenAlerts, saveAlert } from '../alerts/alert-store.ts';
import { emailChannel } from '../alerts/channels/email.ts';
import { webhookChannel } from '../alerts/channels/webhook.ts';
import { wecomChannel } from '../alerts/channels/wecom.ts';
import {
  type AlertChannel,
  CHANNELS,
  type ChannelFacts,
  type ChannelOutcome,
  Notifier,
} from '../alerts/notifier.ts';
import { type Rule, standardRules } from '../alerts/rules.ts';

export interface AlertsOptions {
  readonly settings: Config['alerts'];
  readonly limits: { readonly maxSessions: number; readonly maxConnections: number };
  readonly database: Database;
  readonly dataDir: string;
  /** Hears of alerts, too. */
  readonly feed: EventFeed;
  readonly figures: Figures;
  readonly audit: AuditSink;
  readonly clock: Clock;
  /** Milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  readonly log: Logger;
  /** Besides the usual ones. */
  readonly rules?: readonly Rule[];
}

export interface Alerts {
  readonly services: AlertServices;
  /** Now. Never rejects. */
  check(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Browsers hear of it; the channels do not, because nobody there waits for it. */
type Told = Omit<Notice, 'noticeId' | 'state'> & {
  readonly noticeId?: string;
  readonly state: Notice['state'] | 'acknowledged';
  /** Who sees to it. */
  readonly by?: string;
};

function acknowledgedOf(row: AlertRow): Told {
  const { id: alertId, rule, severity, tenantId, subjectKind, subjectId, title, openedAt } = row;
  return {
    alertId,
    state: 'acknowledged',
    rule,
    severity,
    tenantId,
    subject: subjectId === null ? null : { kind: subjectKind as 'device', id: subjectId },
    title,
    detail: (row.detail ?? {}) as Notice['detail'],
    openedAt: openedAt.toISOString(),
    at: row.acknowledgedAt!.toISOString(),
    by: row.acknowledgedBy!,
  };
}

/** @throws when the database does not answer */
export async function createAlerts(options: AlertsOptions): Promise<Alerts> {
  const { settings, limits, database, feed, figures, clock, now = Date.now, log } = options;
  const { queries } = database;
  const notifier = new Notifier({ channels: channelsOf(settings, now), clock, log, figures });
  const publish = (told: Told): void => {
    const { tenantId, state, noticeId: _, ...data } = told;
    feed.publish({
      topic: 'alerts',
      tenantId,
      type: `alert.${state}`,
      data: { state, ...data },
      ...(data.subject?.kind === 'device' && { deviceId: data.subject.id }),
    });
  };
  const notify = (notice: Notice): void => {
    if (!isQuiet(notice.state)) notifier.notify(notice);
    publish(notice);
  };
  const test = (notice: Notice): Promise<ChannelOutcome[]> => {
    publish(notice);
    return notifier.test(notice);
  };
  const engine = new AlertEngine({
    rules: [
      ...standardRules({ ...options, settings: { ...settings, ...limits }, now }),
      ...(options.rules ?? []),
    ],
    open: await loadOpenAlerts(queries),
    save: (alert, resolvedAt) => saveAlert(queries, alert, resolvedAt),
    notify,
    renotifyMs: settings.renotifyMs,
    clock,
    now,
    log,
  });
  figures.gauge('alerts_open', () => engine.size);
  return {
    services: {
      queries,
      now,
      channels: channelFacts(settings),
      test,
      acknowledged: (row) => {
        engine.acknowledged(row.id);
        publish(acknowledgedOf(row));
      },
      audit: options.audit,
    },
    check: () => engine.check(),
    close: async () => {
      await engine.close();
      notifier.close();
    },
  };
}

/** Addresses hold keys and passwords: only hosts are told. */
function channelFacts({ webhookUrl, wecomUrl, smtpUrl, emailTo }: Config['alerts']): ChannelFacts[] {
  const hostOf = (url: string | undefined): string | null =>
    url === undefined ? null : new URL(url).hostname;
  const facts = { webhook: hostOf(webhookUrl), wecom: hostOf(wecomUrl), email: hostOf(smtpUrl) };
  return CHANNELS.map((channel) => ({
    channel,
    host: facts[channel],
    recipients: channel === 'email' && smtpUrl !== undefined ? emailTo.length : null,
  }));
}

function channelsOf(settings: Config['alerts'], now: () => number): AlertChannel[] {
  const { webhookUrl, webhookSecret, wecomUrl, smtpUrl, emailFrom, emailTo } = settings;
  const allowPrivate = settings.allowPrivateTargets;
  const channels: AlertChannel[] = [];
  if (webhookUrl !== undefined && webhookSecret !== undefined)
    channels.push(webhookChannel({ url: webhookUrl, secret: webhookSecret, allowPrivate, now }));
  if (wecomUrl !== undefined) channels.push(wecomChannel({ url: wecomUrl, allowPrivate }));
  if (smtpUrl !== undefined && emailFrom !== undefined && emailTo.length > 0)
    channels.push(emailChannel({ url: smtpUrl, from: emailFrom, to: emailTo }));
  return channels;
}
