/** What a password must be like: long rather than curious, and not what everybody tries first. */
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { IdentityError } from './identity-error.ts';

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 256;

/** Of a part of name or address that is too short to count. */
const SHORTEST_PART = 4;

/** @param field of the input that holds it. @throws {IdentityError} PASSWORD_WEAK */
export function refuseWeakPassword(
  password: string,
  { email, name }: { email: string; name: string },
  field = 'password',
): void {
  const weak = (message: string): IdentityError => new IdentityError('PASSWORD_WEAK', message, { field });
  const { length } = Array.from(password);
  if (length < MIN_PASSWORD_LENGTH)
    throw weak(`A password has at least ${MIN_PASSWORD_LENGTH} characters. Several words are easy to keep.`);
  if (length > MAX_PASSWORD_LENGTH) throw weak(`A password has at most ${MAX_PASSWORD_LENGTH} characters.`);
  const plain = bare(password);
  const own = [email, email.split('@')[0]!, name, ...name.split(/\s+/)].map(bare);
  if (own.some((part) => part.length >= SHORTEST_PART && (plain === part || onlyMore(plain, part))))
    throw weak('A password must not be your name or e-mail address.');
  if (isCommon(password))
    throw weak('This password is among the first that anybody tries. Take several words.');
}

function isCommon(password: string): boolean {
  const lower = password.normalize('NFKC').toLowerCase();
  const stem = lower.replace(/[^\p{L}]+$/u, '');
  if (COMMON_PASSWORDS.has(lower) || (stem !== '' && COMMON_PASSWORDS.has(stem))) return true;
  return new Set(lower).size <= 2;
}

/** The part and a number, or the part twice. */
function onlyMore(plain: string, part: string): boolean {
  return plain.startsWith(part) && /^\d*$/.test(plain.replaceAll(part, ''));
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
