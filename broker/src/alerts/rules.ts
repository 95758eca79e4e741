/** When people are told that something is wrong. A rule looks at figures, the database or the disk, and keeps no alerts itself. */
import { statfs } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { Condition, Ending, OpenAlert, Severity } from './alert.ts';
import { offlineRule } from './offline-rule.ts';
import { FigureWindow } from './figure-window.ts';

export interface Rule {
  readonly name: string;
  /** What is wrong now. `open`: its alerts that are open. A throw means that it cannot be told. */
  check(open: readonly OpenAlert[]): Promise<readonly Condition[]>;
  /** How alerts ended that are found no more, by id; `resolved` unless it says otherwise. A throw means not yet. */
  readonly endings?: (
    ended: readonly OpenAlert[],
    found: readonly Condition[],
  ) => Promise<ReadonlyMap<string, Ending>>;
}

export interface RuleSettings {
  /** 0 for never. */
  readonly offlineAfterMs: number;
  /** Of the conversations that ended lately. */
  readonly errorPercent: number;
  readonly diskFreePercent: number;
  readonly maxSessions: number;
  readonly maxConnections: number;
}

export interface RulesOptions {
  readonly settings: RuleSettings;
  readonly database: Database;
  readonly dataDir: string;
  readonly figures: Figures;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Whoever runs the installation is of this tenant. */
export const SYSTEM_TENANT = 'default';

const WINDOW_MS = 300_000;
const PING_TIMEOUT_MS = 5000;
/** Fewer conversations say nothing about a rate. */
const MIN_ENDED = 10;
const FULL_PART = 0.9;
const DISK_CRITICAL_PERCENT = 3;

const FAILURES = ['model_failed', 'model_timeout', 'model_access_denied', 'open_timeout', 'internal'].map(
  (reason) => `session_ended_${reason}_total`,
);
const QUOTA = ['model_throttled_total', 'model_queue_timeouts_total'];
const DROPS = ['records_dropped_total', 'history_failed_total'];
const REFUSALS = ['session_refused_total', 'device_over_capacity_total'];

export function standardRules(options: RulesOptions): Rule[] {
  const { settings, figures, now } = options;
  const window = new FigureWindow(
    figures,
    ['session_ended_total', ...FAILURES, ...QUOTA, ...DROPS, ...REFUSALS],
    WINDOW_MS,
  );
  const grown = (names: readonly string[]): number =>
    names.reduce((sum, name) => sum + window.growth(name), 0);
  return [
    {
      name: 'sample',
      check: async () => {
        window.sample(now());
        return [];
      },
    },
    { name: 'databaseLost', check: () => databaseLost(options) },
    offlineRule(options),
    {
      name: 'errorRate',
      check: async () => {
        const ended = window.growth('session_ended_total');
        const failed = grown(FAILURES);
        const percent = ended === 0 ? 0 : Math.round((100 * failed) / ended);
        if (ended < MIN_ENDED || percent < settings.errorPercent) return [];
        return [
          system('errorRate', 'critical', `${percent} % of the conversations of the last minutes failed`, {
            ended,
            failed,
          }),
        ];
      },
    },
    { name: 'limitReached', check: async () => limitsReached(options, grown(REFUSALS)) },
    {
      name: 'modelBreaker',
      check: async () =>
        figures.value('model_breaker_open') > 0
          ? [
              system(
                'modelBreaker',
                'critical',
                'The endpoint of the model keeps failing and is left alone',
                {},
              ),
            ]
          : [],
    },
    {
      name: 'modelQuota',
      check: async () => {
        const refused = grown(QUOTA);
        if (refused === 0) return [];
        return [system('modelQuota', 'warning', 'The quota of the model is used up', { refused })];
      },
    },
    { name: 'diskFull', check: () => diskFull(options) },
    {
      name: 'queueDropping',
      check: async () => {
        const lost = grown(DROPS);
        if (lost === 0) return [];
        return [system('queueDropping', 'critical', 'Records of conversations are being lost', { lost })];
      },
    },
  ];
}

const system = (rule: string, severity: Severity, title: string, detail: Condition['detail']): Condition => ({
  rule,
  key: rule,
  tenantId: SYSTEM_TENANT,
  severity,
  subject: null,
  title,
  detail,
});

async function databaseLost({ database, clock }: RulesOptions): Promise<Condition[]> {
  const answered = await new Promise<boolean>((resolve) => {
    const cancel = clock.after(PING_TIMEOUT_MS, () => resolve(false));
    database
      .ping()
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(cancel);
  });
  return answered ? [] : [system('databaseLost', 'critical', 'The database does not answer', {})];
}

function limitsReached({ settings, figures }: RulesOptions, refused: number): Condition[] {
  const found: Condition[] = [];
  const watch = (what: string, figure: string, limit: number): void => {
    const value = figures.value(figure);
    if (value < limit * FULL_PART) return;
    const condition = system('limitReached', 'warning', `${value} of at most ${limit} ${what}`, {
      value,
      limit,
    });
    found.push({ ...condition, key: `limitReached ${figure}` });
  };
  watch('conversations', 'session_open', settings.maxSessions);
  watch('devices', 'device_connected', settings.maxConnections);
  if (refused > 0) {
    const condition = system('limitReached', 'warning', 'Devices or conversations were refused', { refused });
    found.push({ ...condition, key: 'limitReached refused' });
  }
  return found;
}

async function diskFull({ settings, dataDir }: RulesOptions): Promise<Condition[]> {
  const { bavail, blocks } = await statfs(dataDir);
  const percent = blocks === 0 ? 100 : Math.floor((100 * bavail) / blocks);
  if (percent >= settings.diskFreePercent) return [];
  const severity = percent < DISK_CRITICAL_PERCENT ? 'critical' : 'warning';
  return [
    system('diskFull', severity, `Only ${percent} % of the disk of the data folder is free`, { percent }),
  ];
}
