/** What is said in a conversation with this page, in order. Pure. */

/** As the SDK tells it. */
export interface SaidPiece {
  readonly role: string;
  readonly stage: string;
  readonly generation: number;
  readonly text: string;
  /** The text goes on in the next piece of the same role and stage. */
  readonly continued: boolean;
}

export interface Utterance {
  readonly role: 'USER' | 'ASSISTANT';
  readonly generation: number;
  /** What was said for sure. */
  readonly said: string;
  /** What the model means to say. */
  readonly planned: string;
  /** It was interrupted: what is planned beyond what was said will not be heard. */
  readonly isCut: boolean;
}

export function withPiece(utterances: readonly Utterance[], piece: SaidPiece): readonly Utterance[] {
  const { role, generation } = piece;
  if (role !== 'USER' && role !== 'ASSISTANT') return utterances;
  const at = utterances.findLastIndex((each) => each.role === role && each.generation === generation);
  if (at < 0) return [...utterances, added({ role, generation, said: '', planned: '', isCut: false }, piece)];
  return utterances.with(at, added(utterances[at]!, piece));
}

export function withCut(utterances: readonly Utterance[], generation: number): readonly Utterance[] {
  return utterances.map((each) =>
    each.role === 'ASSISTANT' && each.generation === generation ? { ...each, isCut: true } : each,
  );
}

/** Planned, and not said. */
export function unsaid({ said, planned }: Utterance): string {
  if (said === '') return planned;
  return planned.startsWith(said) ? planned.slice(said.length) : '';
}

function added(utterance: Utterance, { stage, text, continued }: SaidPiece): Utterance {
  const key = stage === 'SPECULATIVE' ? 'planned' : 'said';
  return { ...utterance, [key]: `${utterance[key]}${text}${continued ? '' : ' '}` };
}
