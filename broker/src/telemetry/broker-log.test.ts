/** As a process writes it, for standard error belongs to one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipit-log-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs `code` in a process that has opened a log; `limit`: of the size of its files, in KiB. */
function inProcess(options: Record<string, unknown>, code: string, limit?: number) {
  const all = { level: 'info', pretty: false, pii: false, maxFileBytes: 1_000_000, filesKept: 3, ...options };
  const script = join(folder, 'script.ts');
  writeFileSync(
    script,
    `import { openBrokerLog } from ${JSON.stringify(join(import.meta.dirname, 'broker-log.ts'))};
     const { log } = await openBrokerLog(${JSON.stringify(all)});
     ${code}`,
  );
  const node = [
    process.execPath,
    '--conditions=pipit-source',
    '--disable-warning=ExperimentalWarning',
    script,
  ];
  const [command, ...args] = limit
    ? ['sh', '-c', `trap '' XFSZ; ulimit -f ${limit * 2}; exec "$@"`, 'sh', ...node]
    : node;
  const { status, stdout, stderr } = spawnSync(command!, args);
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

const file = (): string => join(folder, 'broker.log');

test('lines go to the file and to standard error, and none is lost with the process', () => {
  const code = `for (let n = 0; n < 500; n++) log.info({ n }, 'line'); process.kill(process.pid, 'SIGKILL');`;
  const { stderr } = inProcess({ file: file(), standardError: true }, code);
  const written = readFileSync(file(), 'utf8');
  expect(written.trim().split('\n')).toHaveLength(500);
  expect(JSON.parse(written.trim().split('\n').at(-1)!)).toMatchObject({ n: 499, msg: 'line' });
  expect(stderr).toBe(written);
});

test('to the file only, as JSON also where standard error is for people', () => {
  const { stderr } = inProcess({ file: file(), standardError: false, pretty: true }, `log.info('line');`);
  expect(stderr).toBe('');
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toMatchObject({ msg: 'line' });
});

test('nowhere at all', () => {
  expect(inProcess({ standardError: false }, `log.fatal('line');`)).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
});

test('a disk that is full does not end the process, and standard error says so once', () => {
  const code = `for (let n = 0; n < 200; n++) log.info({ fill: 'x'.repeat(100) }, 'line'); process.stdout.write('lives');`;
  const { status, stdout, stderr } = inProcess({ file: file(), standardError: false }, code, 8);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'lives' });
  expect(stderr.match(/takes no lines/g)).toHaveLength(1);
  expect(readFileSync(file()).length).toBeGreaterThan(4000);
});

test('a file that cannot be written at all is told with a word of advice', () => {
  writeFileSync(join(folder, 'taken'), '');
  const { status, stderr } = inProcess(
    { file: join(folder, 'taken', 'broker.log'), standardError: true },
    '',
  );
  expect(status).toBe(1);
  expect(stderr).toMatch(/The log file .* cannot be written.*log\.file/);
});
