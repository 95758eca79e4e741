import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import ConfirmDialog from './ConfirmDialog.svelte';

test('where the row that was deleted had the focus, the next one has it', async () => {
  document.body.insertAdjacentHTML(
    'beforeend',
    '<button id="row"></button><a id="next" href="/next">Next</a>',
  );
  const [row, next] = ['row', 'next'].map((id) => document.getElementById(id)!);
  row!.focus();
  render(ConfirmDialog, {
    open: true,
    title: 'Delete it?',
    consequence: 'It is gone then.',
    confirm: 'Delete',
    onConfirm: () => Promise.resolve(row!.remove()),
    focusAfter: () => next,
  });
  (await screen.findByRole('button', { name: 'Delete' })).click();
  await vi.waitFor(() => expect(document.activeElement).toBe(next));
  next!.remove();
});
