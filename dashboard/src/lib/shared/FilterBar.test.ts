import { render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import FilterBar from './FilterBar.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bar() {
  const asked: (string | undefined)[] = [];
  const props = (search: string | undefined) => ({
    label: 'Filters',
    searchLabel: 'Words',
    search,
    onSearch: (text: string | undefined) => void asked.push(text),
  });
  const { rerender, unmount } = render(FilterBar, props(undefined));
  const field = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Words' });
  const type = (text: string) => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  return { asked, field, type, unmount, show: (search: string | undefined) => rerender(props(search)) };
}

test('whoever thinks between two words keeps the space, and what was typed meanwhile', async () => {
  const { asked, field, type, show } = bar();
  type('living ');
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toEqual(['living']);
  await show('living');
  expect(field.value).toBe('living ');
  type('living r');
  await show('living');
  expect(field.value).toBe('living r');
  await vi.advanceTimersByTimeAsync(300);
  expect(asked).toEqual(['living', 'living r']);
  // Somebody else has cleared it.
  await show('living r');
  await show(undefined);
  expect(field.value).toBe('');
});

test('whoever leaves the page is not taken back to it', async () => {
  const { asked, type, unmount } = bar();
  type('porch');
  unmount();
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual([]);
});
