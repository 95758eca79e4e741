/** What every engine does. Those that need a program of others say when they are left out. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'vitest';
import { sandboxContract } from '../../../testing/sandbox-contract.ts';
import { findBubblewrapTools } from '../bubblewrap/bubblewrap-tools.ts';
import { BubblewrapEngine } from './bubblewrap-engine.ts';
import { ProcessEngine } from './process-engine.ts';

const bubblewrap = (root: string) =>
  BubblewrapEngine.open({
    root,
    readOnlyPaths: [],
    hiddenPaths: [],
    hostNetwork: false,
    allowPrivateTargets: false,
    path: process.env['PATH'] ?? '',
  });

const withRoot = async <Engine>(open: (root: string) => Promise<Engine>) => {
  const folder = await mkdtemp(join(tmpdir(), 'pipit-sandboxes-'));
  return { engine: await open(folder), dispose: () => rm(folder, { recursive: true }) };
};

describe('a plain process', () => {
  sandboxContract(() => withRoot((root) => ProcessEngine.open({ root })));
});

const why = await findBubblewrapTools().then(
  () => undefined,
  (error: Error) => error.message,
);
describe.skipIf(why !== undefined)(`bubblewrap${why === undefined ? '' : ` (left out: ${why})`}`, () => {
  sandboxContract(() => withRoot(bubblewrap));
});
