/**
 * Codes that people read from a device's display, or hear from it. Nobody guesses one: whoever tries needs the permission
 * to claim and has 20 tries a minute, so about 200 in the ten minutes of a code. With 10,000 devices waiting, as many as
 * can, the odds that one of the 200 fits are 1 in 328,000 with letters (30^8 codes) and 1 in 500,000 with digits (10^12).
 */
import { randomInt } from 'node:crypto';

export const CODE_FORMATS = ['letters', 'digits'] as const;
export type CodeFormat = (typeof CODE_FORMATS)[number];

/** `letters` are short, and none looks like another; `digits` can be spoken, and shown where there are no letters. */
const FORMATS: Readonly<Record<CodeFormat, { readonly alphabet: string; readonly length: number }>> = {
  letters: { alphabet: 'ABCDEFGHJKMNPQRSTVWXYZ23456789', length: 8 },
  digits: { alphabet: '0123456789', length: 12 },
};

/** As it is kept: without dashes. */
export function createClaimCode(format: CodeFormat): string {
  const { alphabet, length } = FORMATS[format];
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}

/** As it is shown: four signs at a time. */
export const shownCode = (code: string): string => code.replaceAll(/.{4}(?=.)/g, '$&-');

/** As it is kept, from what somebody typed; undefined when it can be no code. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  const fits = Object.values(FORMATS).some(
    ({ alphabet, length }) =>
      code.length === length && Array.from(code).every((sign) => alphabet.includes(sign)),
  );
  return fits ? code : undefined;
}
