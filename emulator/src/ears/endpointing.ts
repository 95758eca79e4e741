/** How long a pause must be before the user's turn is over. */
import type { EndpointingSensitivity } from '../conversation/parts.ts';

/** `quick` answers as fast as a local model can; `nova` waits as long as Amazon's service does. */
export type EndpointingProfile = 'quick' | 'nova';

interface Pauses {
  readonly pauseMs: Readonly<Record<EndpointingSensitivity, number>>;
  /** What is added when the words so far sound unfinished. */
  readonly unfinishedMs: number;
}

/** Nova's are 1.5, 1.75 and 2.0 s (its user guide, "turn-taking"), whatever the words. */
const PROFILES: Readonly<Record<EndpointingProfile, Pauses>> = {
  quick: { pauseMs: { HIGH: 400, MEDIUM: 550, LOW: 800 }, unfinishedMs: 500 },
  nova: { pauseMs: { HIGH: 1500, MEDIUM: 1750, LOW: 2000 }, unfinishedMs: 0 },
};

/** Words that hardly ever end a sentence. */
const DANGLING = new Set(
  'a an the and or but because so if when while than as of to for from with without at in into my your his her our their its is are am was were be i we they he she um uh'.split(
    ' ',
  ),
);

export interface Endpointing {
  /** The pause that ends a turn. */
  readonly pauseMs: number;
  /** The pause that ends a turn whose words sound unfinished; the same or longer. */
  readonly unfinishedPauseMs: number;
}

export function endpointing(profile: EndpointingProfile, sensitivity: EndpointingSensitivity): Endpointing {
  const { pauseMs, unfinishedMs } = PROFILES[profile];
  return { pauseMs: pauseMs[sensitivity], unfinishedPauseMs: pauseMs[sensitivity] + unfinishedMs };
}

/**
 * Whether a transcript stops in the middle: on a comma, a dash or a word like "and" or "the".
 * A missing full stop alone proves nothing, and a full stop does not prove the end.
 */
export function soundsUnfinished(text: string): boolean {
  const trimmed = text.trim();
  if (/[,;:–—-]$/.test(trimmed) || /\.\.\.$|…$/.test(trimmed)) return true;
  const lastWord = /([\p{L}']+)[^\p{L}]*$/u.exec(trimmed)?.[1]?.toLowerCase();
  return lastWord !== undefined && !/[.?!]$/.test(trimmed) && DANGLING.has(lastWord);
}
