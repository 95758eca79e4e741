import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const SESSION = ['src/session/**/*.test.ts'];

/** Coverage is a floor for the parts whose faults users meet first. */
const floor = { statements: 80, branches: 80, functions: 80, lines: 80 };

/**
 * The embedded database is a large WebAssembly program, and tests open it many times for a moment: without V8's optimizing
 * compiler that takes half of the time.
 */
const FOR_SHORT_LIVES = ['--liftoff-only'];

/** Long though they are short to read: one that begins last would leave the other worker with nothing to do. */
const LONG = ['pglite/killed', 'test/restart', 'store/backup-aside', 'pglite/embedded', 'test/conversation'];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) =>
      LONG.some((name) => moduleId.endsWith(`${name}.test.ts`));
    const [long, others] = [files.filter(isLong), files.filter((file) => !isLong(file))];
    return [...(await super.sort(long)), ...(await super.sort(others))];
  }
}

interface Tests {
  readonly name?: string;
  readonly include?: string[];
  readonly exclude?: string[];
  readonly execArgv?: string[];
}

const workspace = (
  root: string,
  {
    name = root,
    include = ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude = [],
    execArgv = [],
  }: Tests = {},
) => ({
  resolve: { conditions: ['pipit-source', 'node'] },
  ssr: { resolve: { conditions: ['pipit-source', 'node'] } },
  test: {
    name,
    root,
    include,
    exclude: ['**/*.services.test.ts', ...exclude],
    // Against tests that hang, not slow machines: those may take thrice as long as fast ones.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    execArgv: ['--conditions=pipit-source', '--disable-warning=ExperimentalWarning', ...execArgv],
  },
});

export default defineConfig({
  test: {
    projects: [
      ...['protocol', 'device-sdk', 'emulator'].map((name) => workspace(name)),
      // Counting what tests reach makes them slow: those of the conversation, which have a floor, are counted apart.
      workspace('broker', { name: 'broker-session', include: SESSION }),
      workspace('broker', { exclude: SESSION, execArgv: FOR_SHORT_LIVES }),
      'dashboard/vitest.config.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongOnesFirst },
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
