/**
 * Tokens that the broker makes: 256 random bits. Their hash is fast on purpose: nobody guesses them, however fast a guess
 * can be tested, and they are looked up on every request. Passwords, which people choose, have a slow one.
 */
import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

export const randomToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** What is stored, and looked for. */
export const tokenHash = (token: string): Uint8Array => createHash('sha256').update(token).digest();
