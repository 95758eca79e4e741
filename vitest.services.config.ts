import { defineConfig } from 'vitest/config';

/** Tests that need programs which are not ours; tools/services installs and starts those. */
export default defineConfig({
  resolve: { conditions: ['pipit-source', 'node'] },
  ssr: { resolve: { conditions: ['pipit-source', 'node'] } },
  test: {
    include: ['**/test/**/*.services.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    pool: 'forks',
    execArgv: ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'],
  },
});
