/** What a catalogue of another language must have: the same keys, and for each text or function the same kind. */
import type { en } from './en/index.ts';

type Same<Texts> = {
  readonly [Key in keyof Texts]: Texts[Key] extends string
    ? string
    : Texts[Key] extends (...values: infer Values) => string
      ? (...values: Values) => string
      : Same<Texts[Key]>;
};

export type Catalogue = Same<typeof en>;
