import { expect, test } from 'vitest';
import { FakeClock } from '../testing/fake-clock.ts';
import { WORDS, WallFeed } from './wall-feed.ts';

const CONVERSATIONS = 600;

test('however many talk, of those that are told the newest words are told', () => {
  const clock = new FakeClock();
  const told: { role: string; text: string; sessionId: string }[] = [];
  const feed = {
    isWanted: (topic: string) => topic === WORDS,
    publish: ({ data }: { readonly data: unknown }) =>
      void told.push(...(data as { sessions: typeof told }).sessions),
  };
  const wall = new WallFeed({ feed, clock });
  const say = (n: number, text: string): void => {
    const whose = { tenantId: 'default', sessionId: `session ${n}`, deviceId: 'porch' };
    for (const role of ['user', 'assistant'] as const)
      wall.words(whose, { kind: 'transcript', at: '', tMs: 0, n, role, stage: 'final', text, generation: 1 });
  };
  for (let n = 0; n < CONVERSATIONS; n++) say(n, 'old');
  say(0, 'new');
  clock.advance(200);
  const first = told.filter(({ sessionId }) => sessionId === 'session 0');
  expect(first.map(({ role, text }) => [role, text])).toEqual([
    ['user', 'new'],
    ['assistant', 'new'],
  ]);
  expect(told.length).toBeLessThanOrEqual(1000);
  wall.close();
});
