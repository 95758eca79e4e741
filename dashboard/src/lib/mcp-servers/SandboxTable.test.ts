import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import type { Sandbox } from './sandboxes.svelte.ts';
import SandboxTable from './SandboxTable.svelte';

const sandbox = (id: string, createdAt: string) =>
  ({
    id,
    createdAt,
    lastUsedAt: createdAt,
    expiresAt: createdAt,
    strategy: 'shared',
    status: 'open',
  }) as Sandbox;

test('each button says whose it is, and keeping takes no second press while it goes on', async () => {
  let isDone = (): void => {};
  const onKeep = vi.fn(() => new Promise<void>((resolve) => (isDone = resolve)));
  render(SandboxTable, {
    sandboxes: [sandbox('one', '2026-11-30T10:00:00Z'), sandbox('two', '2026-11-30T11:00:00Z')],
    nameOf: (id: string) => id,
    mayWrite: true,
    onShow: () => {},
    onKeep,
    onEnd: () => {},
  });
  const names = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'));
  expect(new Set(names).size).toBe(6);
  const [first, second] = screen.getAllByRole('button', { name: /^Keep/ });
  first!.click();
  first!.click();
  await vi.waitFor(() => expect(first!.getAttribute('aria-busy')).toBe('true'));
  expect(second!.getAttribute('aria-busy')).toBeNull();
  first!.click();
  expect(onKeep).toHaveBeenCalledOnce();
  isDone();
  await vi.waitFor(() => expect(first!.getAttribute('aria-busy')).toBeNull());
});
