/** What the entries of a device amount to: its last conversation, and which entries are worth keeping. Pure. */
import type { HistoryMessage } from '../model/voice-model.ts';
import type { ConversationEntry, OpenedEntry, StoredConversation } from './conversation-store.ts';

type Opened = ConversationEntry & OpenedEntry;

/** Undefined when no conversation was opened, or the last one's newest entry is `maxAgeMs` old or older. */
export function lastConversation(
  entries: readonly ConversationEntry[],
  { nowMs, maxAgeMs }: { readonly nowMs: number; readonly maxAgeMs: number },
): StoredConversation | undefined {
  const conversations = conversationsOf(entries);
  const last = conversations.at(-1);
  // A clock that was set back makes no entry too old.
  if (!last || Math.max(0, nowMs - last.lastAt) >= maxAgeMs) return undefined;
  const earlier: HistoryMessage[] = [];
  for (let i = conversations.length - 1; i > 0; i--) {
    const before = conversations[i - 1]!;
    if (conversations[i]!.openedAt - before.lastAt >= maxAgeMs) break;
    earlier.unshift(...before.messages);
  }
  const { openedAt: _, ...conversation } = last;
  return { ...conversation, earlier };
}

/** The entries that are not older than `notBefore`, with the opening of every conversation that has some left. */
export function entriesSince(
  entries: readonly ConversationEntry[],
  notBefore: number,
): readonly ConversationEntry[] {
  return withOpenings(entries, (entry) => entry.at >= notBefore);
}

/** The newest entries whose `bytes` fit (the newest always does), with the opening of every conversation kept. */
export function newestEntries(
  entries: readonly ConversationEntry[],
  { maxBytes, bytes }: { readonly maxBytes: number; readonly bytes: (entry: ConversationEntry) => number },
): readonly ConversationEntry[] {
  const kept = new Set<ConversationEntry>();
  let used = 0;
  for (const entry of entries.toReversed()) {
    used += bytes(entry);
    if (used > maxBytes && kept.size > 0) break;
    kept.add(entry);
  }
  return withOpenings(entries, (entry) => kept.has(entry));
}

function withOpenings(
  entries: readonly ConversationEntry[],
  wanted: (entry: ConversationEntry) => boolean,
): readonly ConversationEntry[] {
  const sessions = new Set<string>();
  for (const entry of entries) if (wanted(entry)) sessions.add(entry.sessionId);
  return entries.filter(
    (entry) => wanted(entry) || (entry.kind === 'opened' && sessions.has(entry.sessionId)),
  );
}

/** By when they were first opened, or first heard of: a full disk may have taken the opening and not what was said then. */
function conversationsOf(entries: readonly ConversationEntry[]) {
  const found = new Map<string, ReturnType<typeof begun>>();
  for (const entry of entries) {
    let conversation = found.get(entry.sessionId);
    if (!conversation) {
      if (entry.kind === 'ended') continue;
      conversation = begun(entry);
      found.set(entry.sessionId, conversation);
    }
    conversation.lastAt = entry.at;
    switch (entry.kind) {
      case 'opened':
        // Restored, when it is there already, after the broker was restarted.
        Object.assign(conversation, shape(entry), { ended: undefined });
        break;
      case 'message':
        conversation.messages.push({ role: entry.role, text: entry.text });
        break;
      case 'ended':
        conversation.ended = entry.reason;
        break;
    }
  }
  return [...found.values()];
}

const UNKNOWN_SHAPE = { number: 0, frameDurationMs: 0, mode: 0 };

const shape = ({ number, frameDurationMs, mode }: Opened) => ({ number, frameDurationMs, mode });

const begun = ({ sessionId, at }: ConversationEntry) => ({
  sessionId,
  ...UNKNOWN_SHAPE,
  openedAt: at,
  lastAt: at,
  ended: undefined as StoredConversation['ended'],
  messages: [] as HistoryMessage[],
});
