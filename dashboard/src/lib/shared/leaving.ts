/** For what leaves the page otherwise than by a link, like signing out: asks first when something would be lost. */

export interface Guard {
  /** False to stay. */
  ask(): Promise<boolean>;
  /** Whether it was asked already, so that what follows is let through. */
  letThrough(isAsked: boolean): void;
}

const guards = new Set<Guard>();

/** Returns what ends it. */
export function guardWith(guard: Guard): () => void {
  guards.add(guard);
  return () => void guards.delete(guard);
}

/** Does nothing when somebody wishes to stay. Throws what `work` throws. */
export async function leaveBy(work: () => Promise<void>): Promise<void> {
  const asked = [...guards];
  for (const guard of asked) if (!(await guard.ask())) return;
  for (const guard of asked) guard.letThrough(true);
  try {
    await work();
  } finally {
    for (const guard of asked) guard.letThrough(false);
  }
}
