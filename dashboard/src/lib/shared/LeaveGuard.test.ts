import { render, screen } from '@testing-library/svelte';
import { afterEach, expect, test, vi } from 'vitest';
import LeaveGuard from './LeaveGuard.svelte';
import { leaveBy } from './leaving.ts';

type Navigation = { type: string; to: { url: URL }; delta?: number; cancel: () => void };
const { goto, kit } = vi.hoisted(() => ({
  goto: vi.fn(() => Promise.resolve()),
  kit: { before: (_navigation: Navigation): void => {} },
}));
vi.mock('$app/navigation', () => ({
  goto,
  beforeNavigate: (before: (navigation: Navigation) => void) => void (kit.before = before),
  afterNavigate: () => {},
}));
afterEach(() => {
  vi.restoreAllMocks();
  goto.mockClear();
});

/** Whether it was let through. */
function navigate(type: string, delta?: number): boolean {
  const cancel = vi.fn();
  const url = new URL('https://pipit.test/devices?q=a');
  kit.before({ type, to: { url }, cancel, ...(delta !== undefined && { delta }) });
  return cancel.mock.calls.length === 0;
}
const press = async (name: string) => (await screen.findByRole('button', { name })).click();

test('whoever goes back and leaves has gone back', async () => {
  const go = vi.spyOn(history, 'go').mockImplementation(() => {});
  render(LeaveGuard, { isDirty: true });
  expect(navigate('popstate', -1)).toBe(false);
  await press('Leave');
  expect(go).toHaveBeenCalledExactlyOnceWith(-1);
  expect(goto).not.toHaveBeenCalled();
  expect(navigate('popstate', -1)).toBe(true);
});

test('whoever follows a link is asked, and led there', async () => {
  render(LeaveGuard, { isDirty: true });
  expect(navigate('link')).toBe(false);
  await press('Stay');
  expect(goto).not.toHaveBeenCalled();
  expect(navigate('link')).toBe(false);
  await press('Leave');
  expect(goto).toHaveBeenCalledExactlyOnceWith('/devices?q=a');
});

test('signing out asks before it happens, and only then', async () => {
  render(LeaveGuard, { isDirty: true });
  const signOut = vi.fn(() => {
    expect(navigate('goto')).toBe(true);
    return Promise.resolve();
  });
  const first = leaveBy(signOut);
  await press('Stay');
  await first;
  expect(signOut).not.toHaveBeenCalled();
  const second = leaveBy(signOut);
  await press('Leave');
  await second;
  expect(signOut).toHaveBeenCalledOnce();
  expect(navigate('goto')).toBe(false);
});

test('nothing is asked when nothing would be lost', async () => {
  render(LeaveGuard, { isDirty: false });
  expect(navigate('link')).toBe(true);
  const signOut = vi.fn(() => Promise.resolve());
  await leaveBy(signOut);
  expect(signOut).toHaveBeenCalledOnce();
});
