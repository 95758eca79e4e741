import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import BarChart from './BarChart.svelte';

test('two hours of one name are two bars', () => {
  const bar = (label: string, value: number) => ({ label, value, text: String(value) });
  render(BarChart, { title: 'Turns', bars: [bar('02:00', 3), bar('02:00', 4)] });
  expect(screen.getAllByRole('row')).toHaveLength(2);
});
