import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { Resource } from '#lib/state/resource.svelte.ts';
import DeleteServerDialog from './DeleteServerDialog.svelte';
import type { Use } from './servers.svelte.ts';

test('a server is deleted only by whoever could see who has it', async () => {
  let isBroken = true;
  const uses = new Resource<readonly Use[]>(() =>
    isBroken ? Promise.reject(new Error('no answer')) : Promise.resolve([]),
  );
  const onDelete = vi.fn(() => Promise.resolve());
  render(DeleteServerDialog, { open: true, name: 'Clock', uses, onDelete });
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Delete' });
  const again = await screen.findByRole('button', { name: 'Try again' });
  expect(button.disabled).toBe(true);
  isBroken = false;
  again.click();
  await vi.waitFor(() => expect(button.disabled).toBe(false));
  button.click();
  expect(onDelete).toHaveBeenCalledOnce();
});
