/** Components and what is behind them, in a browser that is imitated; whole pages are tested in a real one. */
import { sveltekit } from '@sveltejs/kit/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [sveltekit(), svelteTesting()],
  test: {
    name: 'dashboard',
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    // Times are shown in the zone of whoever looks.
    env: { TZ: 'Asia/Shanghai' },
    testTimeout: 90_000,
  },
});
