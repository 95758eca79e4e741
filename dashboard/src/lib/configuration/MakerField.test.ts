import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import MakerField from './MakerField.svelte';

function field(value: number | string) {
  const taken: unknown[] = [];
  const props = (now: unknown) => ({
    label: 'x.gain',
    value: now as number,
    problem: undefined,
    disabled: false,
    onChange: (next: unknown) => void taken.push(next),
  });
  const { rerender } = render(MakerField, props(value));
  const input = screen.getByLabelText<HTMLInputElement>('x.gain');
  /** Letter by letter, and each is taken by whoever shows the field. */
  const type = async (text: string) => {
    input.value = '';
    for (const letter of text) {
      input.value += letter;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      await rerender(props(taken.at(-1)));
    }
  };
  return { input, taken, type, show: (now: unknown) => rerender(props(now)) };
}

test.each(['1.5', '-0.25', '192.168.1.20', '007'])('%s is typed as it is meant', async (text) => {
  const { input, type } = field(3);
  await type(text);
  expect(input.value).toBe(text);
});

test('a number is a number, and what was taken back is shown', async () => {
  const { input, taken, type, show } = field(3);
  await type('1.5');
  expect(taken.at(-1)).toBe(1.5);
  await show(3);
  expect(input.value).toBe('3');
});
