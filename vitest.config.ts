import { defineConfig } from 'vitest/config';

/** Coverage is a floor for the parts whose faults users meet first. */
const floor = { statements: 80, branches: 80, functions: 80, lines: 80 };

const workspace = (name: string) => ({
  resolve: { conditions: ['pipit-source', 'node'] },
  ssr: { resolve: { conditions: ['pipit-source', 'node'] } },
  test: {
    name,
    root: name,
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/*.services.test.ts'],
    // Against tests that hang, not slow machines: those may take thrice as long as fast ones.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    execArgv: ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning'],
  },
});

export default defineConfig({
  test: {
    projects: [
      ...['protocol', 'device-sdk', 'emulator', 'broker'].map(workspace),
      'dashboard/vitest.config.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      // What has no floor is not counted: counting takes its time.
      include: ['{protocol,device-sdk,emulator}/src/**/*.ts', 'broker/src/session/**/*.ts'],
      exclude: ['**/*.test.ts', '**/gen/**'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: {
        'protocol/src/**': floor,
        'device-sdk/src/**': floor,
        'emulator/src/**': floor,
        'broker/src/session/**': floor,
      },
    },
  },
});
