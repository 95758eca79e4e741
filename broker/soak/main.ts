/** `npm run soak`: the command. */
import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { type SoakOptions, runSoak } from './soak.ts';
import { soakDetails, soakTable } from './soak-table.ts';

const USAGE = `npm run soak -- --minutes M [--devices N] [--faults F] [--seed S] [--time-scale X] [--json]

  --minutes M      how long, in minutes of real time (1)
  --devices N      devices in conversation (20)
  --faults F       faults, at random times (40 a minute)
  --seed S         the one that a run printed, for the same faults (random)
  --time-scale X   how fast the model's clock runs (20: its limit of eight minutes is reached in 24 s)
  --json           end with one JSON object`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    devices: { type: 'string', default: '20' },
    faults: { type: 'string' },
    seed: { type: 'string' },
    'time-scale': { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function number(name: string, text: string, { whole = true } = {}): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value) && (!whole || Number.isSafeInteger(value))) return value;
  say(`--${name}: "${text}" is not a ${whole ? 'whole ' : ''}number above 0\n\n${USAGE}`);
  process.exit(2);
}

function machine() {
  const [cpu] = cpus();
  return {
    cpus: cpus().length,
    cpu: cpu?.model ?? '',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

if (values.help) {
  say(USAGE);
  process.exit(0);
}
const minutes = number('minutes', values.minutes, { whole: false });
const options: SoakOptions = {
  minutes,
  devices: number('devices', values.devices),
  faults: values.faults === undefined ? Math.ceil(minutes * 40) : number('faults', values.faults),
  seed: values.seed === undefined ? randomInt(1, 1_000_000) : number('seed', values.seed),
  timeScale: number('time-scale', values['time-scale'], { whole: false }),
};
const { devices, faults, seed } = options;
say(`soak: ${minutes} min, ${devices} devices, ${faults} faults, seed ${seed}`);
const startedAt = performance.now();
const result = await runSoak({
  ...options,
  onProgress: (text) => say(`${Math.round((performance.now() - startedAt) / 1000)} s: ${text}`),
});
for (const text of soakDetails(result)) say(text);
const table = soakTable(result).join('\n');
if (values.json) {
  say(table);
  process.stdout.write(`${JSON.stringify({ commit: commit(), machine: machine(), options, ...result })}\n`);
} else process.stdout.write(`${table}\n`);
process.exitCode = result.failures.length === 0 ? 0 : 1;
