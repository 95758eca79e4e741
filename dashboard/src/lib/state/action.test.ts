import { expect, test } from 'vitest';
import { Problem } from '#lib/broker/problem.ts';
import { Action } from './action.svelte.ts';

const fail = (action: Action, error: Error) => action.run(() => Promise.reject(error));

test('what failed stands beside its field, or elsewhere when no field is to blame', async () => {
  const action = new Action();
  expect(action.isElsewhere).toBe(false);
  await fail(
    action,
    new Problem(422, { errors: [{ pointer: '/body/name', code: 'TOO_LONG', detail: 'Too long.' }] }),
  );
  expect(action.problemOf('name')).toBe('Too long.');
  expect(action.isElsewhere).toBe(false);
  await fail(action, new Problem(409, { detail: 'It is there.' }));
  expect(action.isElsewhere).toBe(true);
  await fail(action, new Error('no answer'));
  expect(action.isElsewhere).toBe(true);
  action.forget();
  expect(action.isElsewhere).toBe(false);
});
