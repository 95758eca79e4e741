import { expect, test } from 'vitest';
import { createSecret, hashSecret, verifySecret } from './secret.ts';

test('a secret is recognised by its hash alone', () => {
  const secret = createSecret();
  const hash = hashSecret(secret);
  expect(secret).toMatch(/^pk_[\w-]{43}$/);
  expect(hash).not.toContain(secret);
  expect(verifySecret(secret, hash)).toBe(true);
  expect(verifySecret(Buffer.from(secret), hash)).toBe(true);
  expect(hashSecret(secret)).not.toBe(hash);
});

test('nothing else is', () => {
  const hash = hashSecret(createSecret());
  expect(verifySecret(createSecret(), hash)).toBe(false);
  expect(verifySecret('', hash)).toBe(false);
  expect(verifySecret(undefined, hash)).toBe(false);
  expect(verifySecret(undefined, undefined)).toBe(false);
  expect(verifySecret('', hashSecret(''))).toBe(true);
  expect(verifySecret(undefined, hashSecret(''))).toBe(false);
});

test('an unknown scheme lets nobody in', () => {
  const secret = createSecret();
  expect(verifySecret(secret, hashSecret(secret).replace('sha256', 'md5'))).toBe(false);
  expect(verifySecret(secret, 'nonsense')).toBe(false);
  expect(verifySecret(secret, '')).toBe(false);
});
