import { expect, test, vi } from 'vitest';
import { broker } from '#lib/broker/client.ts';
import type { LiveFeed } from '#lib/state/live-feed.svelte.ts';
import { Alerts, filterIn, queryOf } from './alerts.svelte.ts';

test.each(['', '?show=past', '?severity=critical', '?show=all&severity=info'])(
  '%s is read and written',
  (text) => {
    expect(queryOf(filterIn(new URLSearchParams(text)))).toBe(text);
  },
);

test('what is not understood is left out', () => {
  expect(filterIn(new URLSearchParams('?show=some&severity=mild'))).toEqual({ shown: 'open' });
});

test('that somebody else sees to it is seen at once', async () => {
  const listeners = new Map<string, () => void>();
  const feed = {
    on: (type: string, listener: () => void) => (listeners.set(type, listener), () => {}),
    onReset: () => () => {},
  } as unknown as LiveFeed;
  let acknowledgedBy: string | null = null;
  const get = vi
    .spyOn(broker, 'GET')
    .mockImplementation((() =>
      Promise.resolve({ data: { items: [{ id: 'one', acknowledgedBy }], nextCursor: null } })) as never);
  const alerts = new Alerts(feed);
  await alerts.show({ shown: 'open' });
  acknowledgedBy = 'Bob';
  listeners.get('alert.acknowledged')?.();
  await vi.waitFor(() => expect(alerts.list.items[0]?.acknowledgedBy).toBe('Bob'));
  alerts.close();
  get.mockRestore();
});
