/** Starts a program in a sandbox, says so, and waits to be killed. Its data folder is the first argument. */
import { pino } from 'pino';
import { openSandboxEngine } from '../../src/tools/sandbox/open-engine.ts';

const [dataDir, marker, network] = process.argv.slice(2);
const forever = new AbortController().signal;
const engine = await openSandboxEngine({
  settings: {
    engine: 'bubblewrap',
    readOnlyPaths: [],
    hostNetwork: false,
    docker: { url: 'unix:///nowhere', image: 'none', network: 'bridge' },
    remote: {},
  },
  allowPrivateTargets: false,
  dataDir: dataDir!,
  instance: 'doomed',
  log: pino({ level: 'silent' }),
});
const limits = { memoryMb: 100, cpus: 1, maxProcesses: 40, diskMb: 20 };
const sandbox = await engine.create({ id: 'doomed', limits, ttlMs: 60_000 }, forever);
// It does not end with its input.
const args = ['-c', `echo up; sleep ${marker} & sleep ${marker}`];
const program = await sandbox.start(
  { command: 'sh', args, env: {}, network: network === 'network' },
  forever,
);
program.stdout.pipe(process.stdout);
