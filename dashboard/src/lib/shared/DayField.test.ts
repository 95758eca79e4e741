import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import DayField from './DayField.svelte';

function field(value = '') {
  const taken: string[] = [];
  render(DayField, { label: 'From', value, onChange: (day) => void taken.push(day) });
  const input = screen.getByLabelText<HTMLInputElement>('From');
  const change = (day: string) => {
    input.value = day;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const press = (key: string) =>
    void input.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  return { taken, input, change, press };
}

test('a day that is typed counts when the field is left, not each day on the way', () => {
  const { taken, input, change, press } = field();
  for (const day of ['0002-11-05', '0020-11-05', '0202-11-05', '2026-11-05']) {
    press(day.at(3)!);
    change(day);
  }
  expect(taken).toEqual([]);
  input.dispatchEvent(new FocusEvent('blur'));
  expect(taken).toEqual(['2026-11-05']);
});

test('Enter takes it, too; a year that nobody can mean is not taken', () => {
  const { taken, change, press } = field('2026-11-30');
  press('2');
  change('0002-11-05');
  press('Enter');
  press('2');
  change('2026-11-05');
  press('Enter');
  expect(taken).toEqual(['2026-11-05']);
});

test('a day that is picked counts at once, and so does none', () => {
  const { taken, change } = field('2026-11-30');
  change('2026-11-05');
  change('');
  expect(taken).toEqual(['2026-11-05', '']);
});
