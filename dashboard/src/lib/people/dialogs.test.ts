/** What is made in a dialog is seen by whoever asked for it, and nothing that was typed beside it is lost. */
import { render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, test, vi } from 'vitest';
import InviteDialog from './InviteDialog.svelte';
import type { MadeLink, People, PersonChange } from './people.svelte.ts';
import PersonDialog from './PersonDialog.svelte';
import type { Person } from './roles.ts';
import TenantDialog from './TenantDialog.svelte';
import type { MadeTenant, Tenants } from './tenants.svelte.ts';

const PERSON = { id: 'bob', name: 'Bob', role: 'viewer', email: 'bob@b.example', status: 'active' };
const person = { ...PERSON, maxConversations: 3 } as Person;
const link = { url: 'https://pipit.test/welcome#abc', expiresAt: '2026-12-01T00:00:00Z' };

const press = async (name: string) => (await screen.findByRole('button', { name })).click();
function type(label: string, text: string): void {
  const field = screen.getByLabelText<HTMLInputElement>(label);
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
const escape = () =>
  document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));

test('an invitation that is under way is not left before its link was seen', async () => {
  const { promise, resolve } = Promise.withResolvers<MadeLink>();
  render(InviteDialog, { open: true, roles: ['viewer'], onInvite: () => promise });
  await screen.findByRole('dialog');
  type('Name', 'Bob');
  type('E-mail address', 'bob@b.example');
  await press('Invite somebody');
  escape();
  await tick();
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Cancel' }).disabled).toBe(true);
  await press('Close');
  await tick();
  expect(screen.getByRole('dialog').dataset['state']).toBe('open');
  resolve({ user: person, link });
  await screen.findByDisplayValue(link.url);
  await press('Done');
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('an organisation is not made behind a dialog that was closed', async () => {
  const { promise, resolve } = Promise.withResolvers<MadeTenant>();
  const onClose = vi.fn();
  const tenants = { create: () => promise } as unknown as Tenants;
  render(TenantDialog, { tenant: undefined, tenants, onClose });
  await screen.findByRole('dialog');
  for (const [label, text] of [
    ['Id', 'two'],
    ['E-mail address', 'bob@b.example'],
  ] as const)
    type(label, text);
  for (const field of screen.getAllByLabelText<HTMLInputElement>('Name')) {
    field.value = 'Bob';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  await press('Add');
  escape();
  resolve({ tenant: { id: 'two', name: 'Two' }, owner: person, link } as unknown as MadeTenant);
  await screen.findByDisplayValue(link.url);
  expect(onClose).not.toHaveBeenCalled();
  await press('Done');
  expect(onClose).toHaveBeenCalledOnce();
});

test('a new password link leaves what is typed above it, and is there until it was taken', async () => {
  const change = vi.fn((_id: string, body: PersonChange) => Promise.resolve({ ...person, ...body }));
  const people = { change, newLink: () => Promise.resolve({ user: person, link }) } as unknown as People;
  const onClose = vi.fn();
  render(PersonDialog, { person, isOneself: false, roles: ['viewer'], people, onClose });
  await screen.findByRole('dialog');
  type('Name', 'Bob Miller');
  await press('New password link');
  await screen.findByDisplayValue(link.url);
  screen.getByDisplayValue('Bob Miller');
  await press('Save');
  await vi.waitFor(() => expect(change).toHaveBeenCalledWith('bob', { name: 'Bob Miller' }));
  await press('Done');
  expect(onClose).toHaveBeenCalledOnce();
});
