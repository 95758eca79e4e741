import { afterEach, expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import { Problem } from '#lib/broker/problem.ts';
import { SignIns } from './sign-ins.svelte.ts';

afterEach(() => void vi.restoreAllMocks());

function signIns(answer: (id: string) => Problem | undefined) {
  const asked: string[] = [];
  vi.spyOn(broker, 'GET').mockImplementation(() => Promise.resolve({ data: { items: [] } }) as never);
  vi.spyOn(broker, 'DELETE').mockImplementation(((_path: string, init: unknown) => {
    const { id } = (init as { params: { path: { id: string } } }).params.path;
    asked.push(id);
    const problem = answer(id);
    return problem ? Promise.reject(problem) : Promise.resolve({});
  }) as never);
  return { asked, signIns: new SignIns() };
}

test('a sign-in that has ended by itself does not keep the others', async () => {
  const { asked, signIns: all } = signIns((id) =>
    id === 'two' ? new Problem(404, { code: 'NOT_FOUND' }) : undefined,
  );
  await all.end(['one', 'two', 'three']);
  expect(asked).toEqual(['one', 'two', 'three']);
});

test('what could not be ended is told', async () => {
  const { signIns: all } = signIns(() => new Problem(0, {}));
  await expect(all.end(['one'])).rejects.toThrow(Problem);
});
