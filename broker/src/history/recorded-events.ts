/** The course of a conversation that is over, as it was recorded. */
import type { Queries } from '../store/database.ts';
import { type SessionEvent, isText, sessionEventSchema } from './session-events.ts';

export interface RecordedEvent {
  readonly seq: number;
  readonly event: SessionEvent;
}

const AT_ONCE = 500;

/** In order, after this one. What a later version recorded and this one does not know is left out. */
export async function* recordedEvents(
  queries: Queries,
  sessionId: string,
  { after, texts }: { readonly after: number; readonly texts: boolean },
): AsyncGenerator<RecordedEvent> {
  let last = after;
  for (;;) {
    const rows = await queries
      .selectFrom('sessionEvents')
      .select(['seq', 'at', 'kind', 'payload'])
      .where('sessionId', '=', sessionId)
      .where('seq', '>', last)
      .orderBy('seq')
      .limit(AT_ONCE)
      .execute();
    for (const { seq, at, kind, payload } of rows) {
      last = seq;
      if (isText(kind) && !texts) continue;
      const parsed = sessionEventSchema.safeParse({ ...payload, kind, at: at.toISOString() });
      if (parsed.success) yield { seq, event: parsed.data };
    }
    if (rows.length < AT_ONCE) return;
  }
}
