import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test } from 'vitest';
import { fileNamed, haveDatabase, launch, onFreePorts, pipit, startBroker } from './commands.ts';

test.skipIf(process.platform !== 'linux')(
  'files that whoever started it left open are closed, so that no program of its own has them',
  async () => {
    await haveDatabase();
    await writeFile(fileNamed('planted'), 'secret');
    const broker = await startBroker({ before: ['bash', '-c', 'exec 200<planted && exec "$@"', 'bash'] });
    const open = await readdir(`/proc/${broker.child.pid}/fd`);
    expect(open).toContain('0');
    expect(open).not.toContain('200');
    expect(broker.output.stderr).toMatch(/200: .*planted/);
  },
);

test('a fault that nobody catches ends the broker with a last line in its log', async () => {
  await haveDatabase();
  const fault = fileNamed('fault.mjs');
  await writeFile(fault, `process.on('SIGUSR2', () => void Promise.reject(new Error('the bulb is gone')));`);
  const logFile = fileNamed('broker.log');
  const broker = launch(['start', '--json', ...onFreePorts, '--set', `log.file=${logFile}`], {
    environment: { NODE_OPTIONS: `--import=${fault}` },
  });
  while (!broker.output.stdout.includes('\n') && broker.child.exitCode === null)
    await new Promise((resolve) => setImmediate(resolve));
  broker.child.kill('SIGUSR2');
  expect((await broker.ended).code).toBe(1);
  const last = (await readFile(logFile, 'utf8')).trim().split('\n').at(-1)!;
  expect(JSON.parse(last)).toMatchObject({
    level: 60,
    origin: 'unhandledRejection',
    err: { message: 'the bulb is gone' },
    msg: expect.stringContaining('restores its conversations'),
  });
});

test('a signal is heard that comes the moment it says that it is ready', async () => {
  await haveDatabase();
  // From inside the process, or chance would decide whether it is early enough.
  const impatient = `
    const write = process.stdout.write;
    process.stdout.write = (...line) => {
      process.kill(process.pid, 'SIGTERM');
      return write.apply(process.stdout, line);
    };`;
  const probe = `data:text/javascript,${encodeURIComponent(impatient)}`;
  const { ended } = launch(['start', '--json', ...onFreePorts], {
    environment: { NODE_OPTIONS: `--import=${probe}` },
  });
  const { code, stderr } = await ended;
  expect(stderr).toMatch(/"signal":"SIGTERM".*\n.*"msg":"stopped"/);
  expect(code).toBe(0);
});

test('a port that is taken is told with its setting and what to do', async () => {
  await haveDatabase();
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  for (const setting of ['mqtt.port', 'mqtt.websocketPort', 'http.port']) {
    const settings = [
      '--set',
      `${setting}=${port}`,
      '--set',
      'mqtt.host=127.0.0.1',
      '--set',
      'http.host=127.0.0.1',
    ];
    const failed = await pipit(['start', ...onFreePorts, ...settings]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(
      new RegExp(`127.0.0.1:${port} is in use .* another port: the setting ${setting}\\.`),
    );
  }
  other.close();
});
