import { render, screen } from '@testing-library/svelte';
import { test } from 'vitest';
import type { Trial } from './servers.svelte.ts';
import TrialResult from './TrialResult.svelte';

test('a server that lists a name twice is shown as it is', () => {
  const tool = { name: 'ring', description: 'Rings.', inputSchema: {} };
  const tools = [tool, { ...tool, description: 'Rings again.' }];
  const trial: Trial = { ok: true, error: null, info: null, durationMs: 20, tools };
  render(TrialResult, { trial });
  screen.getByText('Rings.');
  screen.getByText('Rings again.');
});
