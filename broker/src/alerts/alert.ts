/** What a rule finds wrong, and what people are told of it. */

export type Severity = 'info' | 'warning' | 'critical';

export interface Subject {
  readonly kind: 'device' | 'system';
  readonly id: string;
}

/** Something is not as it should be at this moment. */
export interface Condition {
  readonly rule: string;
  /** Two findings with the same key are the same trouble. */
  readonly key: string;
  readonly tenantId: string;
  readonly severity: Severity;
  readonly subject: Subject | null;
  /** One line for people. Holds nothing of what anybody said, and no secret. */
  readonly title: string;
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface OpenAlert extends Condition {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly lastAt: number;
  /** How often people were told of it. */
  readonly times: number;
  readonly notifiedAt: number;
  readonly acknowledged: boolean;
  /** Checks in a row that did not find it. */
  readonly missed: number;
}

/** How it ends: it is over; it goes on as part of another alert; or what it was about is put away. */
export type Ending = 'resolved' | 'superseded' | 'closed';

export type NoticeState = 'opened' | 'reminder' | 'test' | Ending;

/** Of no use to people who wait for a recovery: pages that show alerts hear of it, channels do not. */
export const isQuiet = (state: NoticeState): boolean => state === 'superseded' || state === 'closed';

export interface Notice {
  /** Stays the same when it is sent again. */
  readonly noticeId: string;
  readonly alertId: string;
  readonly state: NoticeState;
  readonly rule: string;
  readonly severity: Severity;
  readonly tenantId: string;
  readonly subject: Subject | null;
  readonly title: string;
  readonly detail: Condition['detail'];
  readonly openedAt: string;
  readonly at: string;
}

export function noticeOf(alert: OpenAlert, state: NoticeState, atMs: number): Notice {
  const { id, rule, severity, tenantId, subject, title, detail, openedAt, times } = alert;
  return {
    noticeId: `msg_${id}_${state}_${times}`,
    alertId: id,
    state,
    rule,
    severity,
    tenantId,
    subject,
    title,
    detail,
    openedAt: new Date(openedAt).toISOString(),
    at: new Date(atMs).toISOString(),
  };
}
