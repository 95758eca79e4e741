/** What is another between two sets of settings, and what becomes of changes that two people made at once. */
import { KNOWN_PATHS, type SettingValue, type Settings, isSame } from './settings.ts';

export interface Difference {
  readonly path: string;
  /** Undefined where nothing is set. */
  readonly before: SettingValue | undefined;
  readonly after: SettingValue | undefined;
}

/** In the order of the form, then those of the maker. */
export function differences(before: Settings, after: Settings): Difference[] {
  return inOrder([...before.keys(), ...after.keys()])
    .map((path) => ({ path, before: before.get(path), after: after.get(path) }))
    .filter((each) => !isSame(each.before, each.after));
}

export type Side = 'mine' | 'theirs';

export interface Merging {
  readonly path: string;
  /** As both have found it. */
  readonly base: SettingValue | undefined;
  readonly mine: SettingValue | undefined;
  readonly theirs: SettingValue | undefined;
  /** Both have changed it, and not to the same: somebody has to choose. */
  readonly isConflict: boolean;
  /** What is taken when nobody chooses; undefined for a conflict. */
  readonly suggested: Side | undefined;
}

/** All that is another on one side or the other. */
export function mergings(base: Settings, mine: Settings, theirs: Settings): Merging[] {
  return inOrder([...base.keys(), ...mine.keys(), ...theirs.keys()]).flatMap((path) => {
    const [b, m, t] = [base.get(path), mine.get(path), theirs.get(path)];
    const [byMe, byThem] = [!isSame(b, m), !isSame(b, t)];
    if (!byMe && !byThem) return [];
    const isConflict = byMe && byThem && !isSame(m, t);
    const suggested = isConflict ? undefined : byMe ? ('mine' as const) : ('theirs' as const);
    return [{ path, base: b, mine: m, theirs: t, isConflict, suggested }];
  });
}

/** @throws when a conflict is not decided. */
export function merged(
  base: Settings,
  all: readonly Merging[],
  choices: ReadonlyMap<string, Side>,
): Map<string, SettingValue> {
  const settings = new Map(base);
  for (const { path, mine, theirs, suggested } of all) {
    const side = choices.get(path) ?? suggested;
    if (side === undefined) throw new Error(`Nobody has chosen for ${path}.`);
    const value = side === 'mine' ? mine : theirs;
    if (value === undefined) settings.delete(path);
    else settings.set(path, value);
  }
  return settings;
}

function inOrder(paths: readonly string[]): string[] {
  const rank = (path: string): number => {
    const at = (KNOWN_PATHS as readonly string[]).indexOf(path);
    return at < 0 ? KNOWN_PATHS.length : at;
  };
  return [...new Set(paths)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** Lines of a text that are only in one of two: `-` went, `+` came, a blank for those in both. */
export interface ChangedLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

/** Beyond this the lines are not compared one by one. */
const MAX_LINES = 400;

export function changedLines(before: string, after: string): ChangedLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  if (a.length > MAX_LINES || b.length > MAX_LINES)
    return [
      ...a.map((text) => ({ kind: 'gone' as const, text })),
      ...b.map((text) => ({ kind: 'new' as const, text })),
    ];
  // The longest row of lines that both have.
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        a[i] === b[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const lines: ChangedLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i++]! });
      j++;
    } else if (
      i < a.length &&
      (j === b.length || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)
    )
      lines.push({ kind: 'gone', text: a[i++]! });
    else lines.push({ kind: 'new', text: b[j++]! });
  }
  return lines;
}
