/** Which conversations hang together: each began soon enough after the last word of the one before. Pure. */

interface Conversation {
  readonly startedAt: Date;
  readonly lastAt: Date;
}

export interface Chain<C extends Conversation> {
  /** Undefined when there is none, or its newest entry is `maxAgeMs` old or older. */
  readonly last: C | undefined;
  /** Those that it went on from, the newest first. */
  readonly earlier: readonly C[];
}

/** `conversations`: the newest first. */
export function chainOf<C extends Conversation>(
  conversations: readonly C[],
  { nowMs, maxAgeMs }: { readonly nowMs: number; readonly maxAgeMs: number },
): Chain<C> {
  const [last] = conversations;
  // A clock that was set back makes no entry too old.
  if (!last || Math.max(0, nowMs - last.lastAt.getTime()) >= maxAgeMs)
    return { last: undefined, earlier: [] };
  const breakAt = conversations.findIndex((conversation, i) => {
    const before = conversations[i + 1];
    return before && conversation.startedAt.getTime() - before.lastAt.getTime() >= maxAgeMs;
  });
  return { last, earlier: conversations.slice(1, breakAt < 0 ? undefined : breakAt + 1) };
}
