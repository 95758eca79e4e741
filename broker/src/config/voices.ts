/** Voices of Nova 2 Sonic and the languages that they speak. */

export interface NovaVoice {
  readonly id: string;
  /** BCP 47 tags of the languages that it was made for. */
  readonly languages: readonly string[];
  /** It speaks every language that the model knows. */
  readonly polyglot: boolean;
}

const voice = (id: string, ...languages: string[]): NovaVoice => ({ id, languages, polyglot: false });

/** A newer model may have more. */
export const NOVA_VOICE_TABLE: readonly NovaVoice[] = [
  { ...voice('tiffany', 'en-US'), polyglot: true },
  { ...voice('matthew', 'en-US'), polyglot: true },
  voice('amy', 'en-GB'),
  voice('olivia', 'en-AU'),
  voice('kiara', 'en-IN', 'hi-IN'),
  voice('arjun', 'en-IN', 'hi-IN'),
  voice('ambre', 'fr-FR'),
  voice('florian', 'fr-FR'),
  voice('beatrice', 'it-IT'),
  voice('lorenzo', 'it-IT'),
  voice('tina', 'de-DE'),
  voice('lennart', 'de-DE'),
  voice('lupe', 'es-US'),
  voice('carlos', 'es-US'),
  voice('carolina', 'pt-BR'),
  voice('leo', 'pt-BR'),
];

export const NOVA_VOICES: readonly string[] = NOVA_VOICE_TABLE.map(({ id }) => id);

/** The language without country or script. */
const primary = (tag: string): string => tag.split('-', 1)[0]!.toLowerCase();

/** Voices that speak a language, by its BCP 47 tag; none for a language that the model does not know. */
export function voicesFor(language: string): readonly string[] {
  const own = NOVA_VOICE_TABLE.filter(({ languages }) =>
    languages.some((tag) => primary(tag) === primary(language)),
  );
  if (own.length === 0) return [];
  return NOVA_VOICE_TABLE.filter((each) => each.polyglot || own.includes(each)).map(({ id }) => id);
}

/** False only where it is known that they do not go together. */
export function voiceFits(id: string, language: string): boolean {
  const voices = voicesFor(language);
  return voices.length === 0 || !NOVA_VOICES.includes(id) || voices.includes(id);
}
