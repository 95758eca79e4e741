import { render, screen } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { Problem } from '#lib/broker/problem.ts';
import AlertCard from './AlertCard.svelte';
import type { Alert } from './alerts.svelte.ts';

const alert: Alert = {
  id: 'one',
  rule: 'deviceOffline',
  severity: 'warning',
  status: 'open',
  subject: null,
  title: 'The device lamp is offline',
  detail: {},
  times: 1,
  openedAt: '2026-11-30T10:00:00Z',
  lastAt: '2026-11-30T10:00:00Z',
  acknowledgedAt: null,
  acknowledgedBy: null,
  acknowledgedNote: null,
  resolvedAt: null,
};
const press = async (name: string) => (await screen.findByRole('button', { name })).click();

test('whoever sees to it can say what they do, and loses no word when it is refused', async () => {
  const onAcknowledge = vi.fn((_id: string, _note: string) =>
    Promise.reject<void>(new Problem(503, { code: 'UNAVAILABLE', detail: 'Try again later.' })),
  );
  render(AlertCard, { alert, mayWrite: true, onAcknowledge });
  await press('Acknowledge: The device lamp is offline');
  const field = await screen.findByLabelText<HTMLTextAreaElement>('Note for the others');
  field.value = ' Its plug was pulled. ';
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await press('Acknowledge');
  await screen.findByText('Try again later.');
  expect(field.value).toBe(' Its plug was pulled. ');
  onAcknowledge.mockResolvedValueOnce();
  await press('Acknowledge');
  expect(onAcknowledge).toHaveBeenLastCalledWith('one', 'Its plug was pulled.');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('the note is shown to the others', () => {
  render(AlertCard, {
    alert: { ...alert, status: 'acknowledged', acknowledgedBy: 'Bob', acknowledgedNote: 'I drive there.' },
    mayWrite: true,
    onAcknowledge: () => Promise.resolve(),
  });
  screen.getByText('I drive there.');
  expect(screen.queryByRole('button')).toBeNull();
});
