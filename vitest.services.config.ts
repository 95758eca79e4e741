import { defineConfig } from 'vitest/config';

/** What a neighbour would disturb: these measure time, or look at the processes of the whole machine. */
const ALONE = ['netem', 'sandbox', 'containers', 'silent-loss'].map(
  (name) => `broker/test/**/${name}.services.test.ts`,
);

const tests = (name: string, groupOrder: number, maxWorkers: number) => ({
  resolve: { conditions: ['pipit-source', 'node'] },
  ssr: { resolve: { conditions: ['pipit-source', 'node'] } },
  test: {
    name,
    include: name === 'alone' ? ALONE : ['**/test/**/*.services.test.ts'],
    exclude: ['**/node_modules/**', ...(name === 'alone' ? [] : ALONE)],
    // Against tests that hang, not slow machines: those may take thrice as long as fast ones.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    pool: 'forks' as const,
    maxWorkers,
    sequence: { groupOrder },
    execArgv: [
      '--conditions=pipit-source',
      '--disable-warning=ExperimentalWarning',
      // The embedded database is opened for a moment: see vitest.config.ts.
      '--liftoff-only',
    ],
  },
});

/** Tests that need programs which are not ours; tools/services installs and starts those. */
export default defineConfig({
  test: { projects: [tests('side by side', 0, 2), tests('alone', 1, 1)] },
});
