/** How much of a text was heard, and what was not, when the playback of its audio was cut off. */

export interface TextSegment {
  readonly text: string;
  /** Where its audio begins in the answer. */
  readonly startMs: number;
}

/**
 * Segments that were heard whole, and of the one that was cut off the words up to there: as many as its share of the
 * time. `audioMs` is how much audio the answer has in all.
 */
export function spokenPart(segments: readonly TextSegment[], audioMs: number, playedMs: number): string {
  const spoken: string[] = [];
  for (const [index, { text, startMs }] of segments.entries()) {
    if (playedMs <= startMs) break;
    const endMs = segments[index + 1]?.startMs ?? audioMs;
    const share = endMs > startMs ? (playedMs - startMs) / (endMs - startMs) : 1;
    if (share >= 1) {
      spoken.push(text);
      continue;
    }
    const words = text.split(/\s+/).filter(Boolean);
    // Rounded down: a word that was not heard to its end was not heard.
    const heard = words.slice(0, Math.floor(words.length * share)).join(' ');
    if (heard) spoken.push(heard);
    break;
  }
  return spoken.join(' ');
}

/** What of a plan comes after the part that was said; nothing when that is another text than the plan. */
export function unspokenPart(planned: string, said: string): string {
  return planned.startsWith(said) ? planned.slice(said.length).trim() : '';
}
