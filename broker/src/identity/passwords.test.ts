import { hash } from '@node-rs/argon2';
import { expect, test } from 'vitest';
import { PasswordHasher } from './password-hasher.ts';
import { refuseWeakPassword } from './password-rules.ts';

const ANNA = { email: 'anna.berg@example.com', name: 'Anna Bergström' };

test.each([
  'short',
  'x'.repeat(257),
  'anna.berg@example.com',
  'AnnaBergström',
  'Bergström1984',
  'annaberg2024!!',
  '1234567890',
  'Password123',
  'Administrator!',
  'aaaaaaaaaaaa',
  'abababababab',
])('%s is refused', (password) => {
  expect(() => refuseWeakPassword(password, ANNA)).toThrow(
    expect.objectContaining({ code: 'PASSWORD_WEAK', extras: { field: 'password' } }),
  );
});

test.each(['vier kleine Vögel', 'x7!Kd0-pQ2', '🐦🐦🐤🐤🦜🦜🦉🦉🦅🦅', 'Anna walks the dog at nine'])(
  '%s is accepted',
  (password) => {
    refuseWeakPassword(password, ANNA);
  },
);

test('a password is verified, however its letters are composed', async () => {
  const hasher = new PasswordHasher();
  const made = await hasher.hash('vier kleine Vögel'.normalize('NFC'));
  expect(made).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hasher.verify('vier kleine Vögel'.normalize('NFD'), made)).toBe(true);
  expect(await hasher.verify('vier kleine Vogel', made)).toBe(false);
  expect(hasher.isOutdated(made)).toBe(false);
  expect(hasher.isOutdated(await hash('x', { memoryCost: 8192, timeCost: 2 }))).toBe(true);
});

test('nobody has no password, and is refused by the same work', async () => {
  const hasher = new PasswordHasher();
  const made = await hasher.hash('vier kleine Vögel');
  const workOf = async (known: string | null) => {
    const { worked } = hasher.figures;
    expect(await hasher.verify('wrong password', known)).toBe(false);
    return hasher.figures.worked - worked;
  };
  expect([await workOf(made), await workOf(null)]).toEqual([1, 1]);
});

test('a storm is worked off two at a time, and beyond the queue it is refused', async () => {
  const hasher = new PasswordHasher({ maxWaiting: 4 });
  const storm = Array.from({ length: 10 }, () => hasher.verify('anything', null));
  expect(hasher.figures).toMatchObject({ running: 2, waiting: 4 });
  const results = await Promise.allSettled(storm);
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(4);
  expect(refused[0]).toMatchObject({ reason: { code: 'BUSY', extras: { retryAfterMs: 2000 } } });
  expect(hasher.figures).toEqual({ running: 0, waiting: 0, refused: 4, worked: 6 });
  expect(await hasher.verify('anything', null)).toBe(false);
});
