/** What the store knows of a device's conversations, as far as a new or a restored one goes on from it. */
import type { ConversationStore, StoredConversation } from '../../history/conversation-store.ts';
import type { HistoryMessage } from '../../model/voice-model.ts';
import type { Past } from '../voice-session-options.ts';

export interface PastConversationsOptions {
  readonly store: ConversationStore | undefined;
  /** How old the last conversation may be to be continued; 0 for never. */
  readonly maxAgeMs: number;
  /** The same for one that a restart of the broker has cut off. */
  readonly restoreAgeMs: number;
}

export interface RestoredConversation {
  readonly messages: readonly HistoryMessage[];
  readonly ended: StoredConversation['ended'];
}

const NOTHING: Past = { messages: [] };

export class PastConversations {
  readonly #options: PastConversationsOptions;

  constructor(options: PastConversationsOptions) {
    this.#options = options;
  }

  /** Never rejects: a store that fails costs the memory of the past, not the conversation. */
  before(deviceId: string): Past | Promise<Past> {
    const { store, maxAgeMs } = this.#options;
    if (!store || maxAgeMs <= 0) return NOTHING;
    return store.last(deviceId, { maxAgeMs }).then(
      (last) => (last ? { messages: [...last.earlier, ...last.messages] } : NOTHING),
      () => NOTHING,
    );
  }

  /** Undefined when it is not the device's last conversation, or too old. Never rejects. */
  async of(deviceId: string, sessionId: string): Promise<RestoredConversation | undefined> {
    const { store, restoreAgeMs } = this.#options;
    try {
      const last = await store?.last(deviceId, { maxAgeMs: restoreAgeMs });
      if (last?.sessionId !== sessionId) return undefined;
      return { messages: [...last.earlier, ...last.messages], ended: last.ended };
    } catch {
      return undefined;
    }
  }
}

/** The user's last words, when nothing was said to them. */
export function unansweredIn({ messages }: RestoredConversation): string | undefined {
  const last = messages.at(-1);
  return last?.role === 'user' ? last.text : undefined;
}
