/** Killed while it writes: in a file of its own, as it takes as long as all else that is tested of the embedded database. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectWritten } from '../../../test/store/expect-written.ts';
import { systemClock } from '../../clock.ts';
import { openEmbedded } from './embedded.ts';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'pipit-killed-'));
});
afterEach(() => rm(parent, { recursive: true }));

const WRITER = join(import.meta.dirname, '../../../test/store/number-writer.ts');

test('killed 50 times while it writes, it has everything that was acknowledged and no half of anything', async () => {
  const folder = join(parent, 'database');
  let acknowledged = -1;
  for (let kill = 0; kill < 50; kill++) {
    // It lives too short for V8's optimizing compiler.
    const flags = ['--liftoff-only', '--conditions=pipit-source'];
    const args = [...flags, WRITER, folder, String(acknowledged + 1)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = once(child, 'exit');
    const before = acknowledged;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      if (acknowledged - before > (kill * 7) % 60) child.kill('SIGKILL');
    }
    await gone;
    expect(acknowledged).toBeGreaterThan(before);
  }
  const log = pino({ level: 'silent' });
  const database = await openEmbedded({ folder, acquireTimeoutMs: 1000, log, clock: systemClock });
  await expectWritten(database, acknowledged);
  await database.close();
}, 1_200_000);
