/** Which conversations are shown, or in which of them words are looked for. It stands in the address. */
import { addDays, readDay, startOfDay } from '#lib/shared/local-days.ts';

/** Of docs/protocol.md, those with which a conversation ends. */
export const REASONS = [
  'REQUESTED',
  'SILENCE',
  'DEVICE_LOST',
  'REPLACED',
  'TAKEN_OVER',
  'MODEL_FAILED',
  'MODEL_TIMEOUT',
  'MODEL_THROTTLED',
  'MODEL_ACCESS_DENIED',
  'OPEN_TIMEOUT',
  'SHUTDOWN',
  'CAPACITY',
  'UNSUPPORTED_AUDIO',
  'SLOW_READER',
  'FLOOD',
  'REVOKED',
  'INTERNAL',
] as const;
export type Reason = (typeof REASONS)[number];

export const STATES = ['open', 'ended'] as const;
export type State = (typeof STATES)[number];

export interface ConversationFilter {
  /** Words that were said. */
  readonly q?: string;
  readonly device?: string;
  /** Id of the person. */
  readonly user?: string;
  /** Days, both included. */
  readonly from?: string;
  readonly to?: string;
  readonly state?: State;
  readonly reason?: Reason;
}

type Change = { readonly [Key in keyof ConversationFilter]?: ConversationFilter[Key] | undefined };

/** What is undefined is taken out. */
export const changed = (filter: ConversationFilter, change: Change): ConversationFilter =>
  Object.fromEntries(
    Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined && value !== ''),
  );

/** What is not understood is left out. */
export function filterIn(query: { get(name: string): string | null }): ConversationFilter {
  const reason = REASONS.find((each) => each === query.get('reason'));
  return changed(
    {},
    {
      q: query.get('q')?.trim().slice(0, 200),
      device: query.get('device')?.slice(0, 64),
      user: /^[0-9a-f-]{36}$/.exec(query.get('user') ?? '')?.[0],
      from: readDay(query.get('from')),
      to: readDay(query.get('to')),
      state: reason ? undefined : STATES.find((each) => each === query.get('state')),
      reason,
    },
  );
}

/** `?device=porch&q=weather`; empty for all. */
export function queryOf(filter: ConversationFilter): string {
  const text = new URLSearchParams(Object.entries(filter)).toString();
  return text && `?${text}`;
}

export const isNarrow = (filter: ConversationFilter): boolean => Object.keys(filter).length > 0;

interface Span {
  readonly from?: string;
  readonly to?: string;
}

const spanOf = ({ from, to }: ConversationFilter): Span => ({
  ...(from && { from: startOfDay(from).toISOString() }),
  ...(to && { to: startOfDay(addDays(to, 1)).toISOString() }),
});

/** As the broker asks for it, of conversations. */
export const conversationQuery = (filter: ConversationFilter) => ({
  ...(filter.device && { device: filter.device }),
  ...(filter.user && { user: filter.user }),
  ...(filter.reason && { reason: filter.reason }),
  ...(filter.state && { open: filter.state === 'open' ? ('true' as const) : ('false' as const) }),
  ...spanOf(filter),
});

/** Of what was said: how its conversation ended plays no part. */
export const messageQuery = (filter: ConversationFilter) => ({
  q: filter.q ?? '',
  ...(filter.device && { device: filter.device }),
  ...(filter.user && { user: filter.user }),
  ...spanOf(filter),
});
