/** Codes that people read from a device's display, or hear from it: short, and without letters that look alike. */
import { randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const LENGTH = 8;

/** As it is kept: without the dash. */
export function createClaimCode(): string {
  return Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** As it is shown. */
export const shownCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** As it is kept, from what somebody typed; undefined when it can be no code. */
export function readCode(typed: string): string | undefined {
  const code = typed.toUpperCase().replaceAll(/[\s-]/g, '');
  return code.length === LENGTH && Array.from(code).every((sign) => ALPHABET.includes(sign))
    ? code
    : undefined;
}
