import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import ToolTable from './ToolTable.svelte';

const figures = { calls: 3, failures: 0, timeouts: 0, meanMs: 10, maxMs: 20 };

test('a tool leads to its server where the viewer may see it, and nowhere else', () => {
  const items = [
    { ...figures, source: 'mcp:one', name: 'ring' },
    { ...figures, source: 'mcp:gone', name: 'sing' },
    { ...figures, source: 'device', name: 'light' },
  ];
  render(ToolTable, { label: 'Tools', items, servers: new Map([['one', 'Clock']]) });
  const links = screen.getAllByRole('link');
  expect(links.map((link) => [link.textContent, link.getAttribute('href')])).toEqual([
    ['Clock', '/mcp-servers/one'],
  ]);
  screen.getByText('gone');
  screen.getByText('the device');
});
