import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeEventSource } from '#lib/testing/event-source.ts';
import { broker } from './client.ts';
import { LiveEvents } from './live-events.ts';
import { Problem } from './problem.ts';

beforeEach(() => {
  FakeEventSource.all.length = 0;
  vi.stubGlobal('EventSource', FakeEventSource);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

function hide(isHidden: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(isHidden);
  document.dispatchEvent(new Event('visibilitychange'));
}

test('a page that nobody sees lets go of its stream, and reads again when it is seen', async () => {
  const onReset = vi.fn();
  const nothing = () => {};
  const events = new LiveEvents({
    url: '/events',
    types: ['turn'],
    onEvent: nothing,
    onReset,
    onState: nothing,
    onSignedOut: nothing,
  });
  FakeEventSource.open[0]!.say('open');
  // Who looks at another page for a moment keeps it.
  hide(true);
  await vi.advanceTimersByTimeAsync(10_000);
  hide(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(FakeEventSource.open).toHaveLength(1);
  expect(onReset).not.toHaveBeenCalled();
  hide(true);
  await vi.advanceTimersByTimeAsync(31_000);
  expect(FakeEventSource.open).toHaveLength(0);
  hide(false);
  FakeEventSource.open[0]!.say('open');
  expect(onReset).toHaveBeenCalledTimes(1);
  events.close();
  hide(true);
  hide(false);
  expect(FakeEventSource.open).toHaveLength(0);
});

test('a page whose stream opens late reads again, and one that was signed out goes on trying', async () => {
  const [onReset, onSignedOut] = [vi.fn(), vi.fn()];
  const nothing = () => {};
  vi.spyOn(broker, 'GET').mockRejectedValue(new Problem(401, { code: 'SESSION_EXPIRED' }));
  const events = new LiveEvents({
    url: '/events',
    types: [],
    onEvent: nothing,
    onReset,
    onState: nothing,
    onSignedOut,
  });
  for (let attempt = 0; attempt < 3; attempt++) {
    const [source] = FakeEventSource.open;
    source!.close();
    source!.dispatchEvent(new Event('error'));
    await vi.advanceTimersByTimeAsync(15_000);
  }
  expect(onSignedOut).toHaveBeenCalledTimes(1);
  expect(FakeEventSource.open).toHaveLength(1);
  FakeEventSource.open[0]!.say('open');
  expect(onReset).toHaveBeenCalledTimes(1);
  events.close();
});
