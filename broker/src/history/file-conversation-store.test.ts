import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  describeConversationStore,
  message,
  opened,
} from '../../test/history/conversation-store-contract.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import type { ConversationStore } from './conversation-store.ts';
import { type FileConversationStoreOptions, openFileConversationStore } from './file-conversation-store.ts';

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pipit-history-'));
  folder = join(root, 'conversations');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (options: Partial<FileConversationStoreOptions> = {}): Promise<ConversationStore> =>
  openFileConversationStore({
    folder,
    retentionMs: 86_400_000,
    now: () => 0,
    clock: new FakeClock(),
    ...options,
  });
const texts = async (store: ConversationStore, deviceId = 'kitchen'): Promise<string[]> =>
  ((await store.last(deviceId, { maxAgeMs: Infinity }))?.messages ?? []).map(({ text }) => text);
const nodeFlags = (script: string, ...args: string[]): string[] => [
  '--conditions=pipit-source',
  '--input-type=module-typescript',
  '--eval',
  `import { openFileConversationStore } from ${JSON.stringify(new URL('./file-conversation-store.ts', import.meta.url).href)};
   ${script}`,
  '--',
  ...args,
];
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.on('error', reject).on('exit', resolve);
  });

describeConversationStore('a folder', (now) => open({ now }));

describe('the file', () => {
  test('is private, and holds an entry when its append has resolved', async () => {
    const store = await open();
    await store.append('Hall:1', opened('a'));
    const [name] = await readdir(folder);
    expect(name).toBe('_48all_3a1.jsonl');
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, name!))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, name!), 'utf8')).toBe(`${JSON.stringify(opened('a'))}\n`);
    await store.close();
  });

  test('lasts', async () => {
    const store = await open();
    await store.append('kitchen', opened('a'));
    await store.append('kitchen', message('a', 'Hello'));
    await store.close();
    const again = await open();
    expect(await texts(again)).toEqual(['Hello']);
    await again.close();
  });

  test.for([
    ['torn', '{"sessionId":"a","at":3,"kind":"mess'],
    ['torn within a letter', Buffer.concat([Buffer.from('{"text":"'), Buffer.from('ü').subarray(0, 1)])],
    ['of zeros, as after a power cut', Buffer.alloc(4096)],
    ['of another kind', '{"kind":"photo","sessionId":"a","at":3}'],
    ['no object', 'null'],
  ] as const)('whose last line is %s loses nothing else', async ([, rest]) => {
    const store = await open();
    await store.append('kitchen', opened('a'));
    await store.append('kitchen', message('a', 'One'));
    await appendFile(join(folder, 'kitchen.jsonl'), rest);
    expect(await texts(store)).toEqual(['One']);
    await store.append('kitchen', message('a', 'Two'));
    expect(await texts(store)).toEqual(['One', 'Two']);
    await store.close();
  });

  test('that grows too long is shortened to its newest, and what was opened stays known', async () => {
    const store = await open({ maxFileBytes: 8000, keepBytes: 2000 });
    await store.append('kitchen', opened('a'));
    for (let i = 0; i < 200; i++) {
      await store.append('kitchen', message('a', `text ${i}`));
      expect((await texts(store)).at(-1)).toBe(`text ${i}`);
    }
    expect((await stat(join(folder, 'kitchen.jsonl'))).size).toBeLessThan(8200);
    expect((await texts(store)).length).toBeGreaterThan(10);
    expect(await readdir(folder)).toEqual(['kitchen.jsonl']);
    await store.close();
  });

  test('what was left half written by a crash is removed at the start', async () => {
    await mkdir(folder);
    await writeFile(join(folder, 'kitchen.jsonl.1.ab.tmp'), 'half');
    const store = await open();
    expect(await readdir(folder)).toEqual([]);
    await store.close();
  });
});

describe('what is too old', () => {
  test('is removed at the start and every ten minutes, and the file with the last of it', async () => {
    const clock = new FakeClock();
    let nowMs = 0;
    const start = await open();
    await start.append('kitchen', opened('a', 0));
    await start.append('kitchen', message('a', 'One', 10));
    await start.append('kitchen', message('a', 'Two', 500));
    await start.append('hall', opened('b', 0));
    await start.close();

    nowMs = 1100;
    const store = await open({ retentionMs: 1000, now: () => nowMs, clock });
    await expect.poll(() => readdir(folder)).toEqual(['kitchen.jsonl']);
    expect(await texts(store)).toEqual(['Two']);
    expect(await readFile(join(folder, 'kitchen.jsonl'), 'utf8')).not.toContain('One');
    nowMs = 2000;
    await expect.poll(() => clock.pending).toBe(1);
    clock.advance(600_000);
    await expect.poll(() => readdir(folder)).toEqual([]);
    await expect.poll(() => clock.pending).toBe(1);
    await store.close();
    expect(clock.pending).toBe(0);
  });
});

describe('a disk', () => {
  test('that cannot be written fails the append, says so once in a while, and nothing else', async () => {
    const lines: string[] = [];
    const clock = new FakeClock();
    const store = await open({ clock, log: pino({}, { write: (line: string) => void lines.push(line) }) });
    await mkdir(join(folder, 'kitchen.jsonl'));
    for (let i = 0; i < 3; i++) {
      await expect(store.append('kitchen', message('a', 'my secret'))).rejects.toMatchObject({
        name: 'ConversationStoreError',
        code: 'NOT_WRITABLE',
        message: expect.stringMatching(/cannot be written .*free space/) as string,
      });
    }
    await expect(store.last('kitchen', { maxAgeMs: 1 })).rejects.toMatchObject({ code: 'NOT_READABLE' });
    await store.append('hall', opened('b'));
    expect(lines).toHaveLength(1);
    clock.advance(61_000);
    await expect(store.append('kitchen', message('a', 'my secret'))).rejects.toThrow();
    expect(lines).toHaveLength(2);
    // Those of the cleaner count as well.
    expect((JSON.parse(lines[1]!) as { failures: number }).failures).toBeGreaterThanOrEqual(4);
    expect(lines.join()).not.toContain('secret');
    expect(store.figures).toEqual({ appended: 1, failed: 4 });
    await store.close();
  });

  test('that is too slow makes appends fail rather than wait without end', async () => {
    const store = await open({ maxWaitingBytes: 1000 });
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, i) =>
        store.append('kitchen', i === 0 ? opened('a') : message('a', `${i}`)),
      ),
    );
    const kept = results.filter(({ status }) => status === 'fulfilled').length;
    expect(kept).toBeGreaterThan(3);
    expect(kept).toBeLessThan(20);
    expect(await texts(store)).toHaveLength(kept - 1);
    await store.append('kitchen', message('a', 'again'));
    await store.close();
  });

  test.skipIf(process.platform === 'win32')('that is full leaves no half of what it refused', async () => {
    const script = `
      const store = await openFileConversationStore({ folder: process.argv[1], retentionMs: 1e9 });
      const say = (text) => store.append('kitchen', {
        kind: 'message', sessionId: 'a', at: Date.now(), role: 'user', text, generation: 1 });
      await store.append('kitchen', {
        kind: 'opened', sessionId: 'a', at: Date.now(), number: 1, frameDurationMs: 60, mode: 1 });
      await say('fits');
      const failure = await say('x'.repeat(2000)).then(() => undefined, (error) => error);
      await say('fits too');
      await store.close();
      process.exit(failure?.code === 'NOT_WRITABLE' && /EFBIG|ENOSPC/.test(failure.message) ? 0 : 1);
    `;
    // Files of at most 1 or 2 KiB, by what the shell counts in.
    const limited = `trap '' XFSZ; ulimit -f 2; exec "$@"`;
    const full = spawn('sh', ['-c', limited, 'sh', process.execPath, ...nodeFlags(script, folder)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await ended(full)).toBe(0);
    const store = await open();
    expect(await texts(store)).toEqual(['fits', 'fits too']);
    expect(await readFile(join(folder, 'kitchen.jsonl'), 'utf8')).not.toContain('xxx');
    await store.close();
  });
});

describe.skipIf(process.platform === 'win32')('a broker that is killed', () => {
  test('finds again all that was acknowledged, wherever it was at', { timeout: 60_000 }, async () => {
    // Shortens its file all the time, so that kills hit that as well.
    const script = `
      const [, folder, first] = process.argv;
      const store = await openFileConversationStore({
        folder, retentionMs: 1e9, maxFileBytes: 3000, keepBytes: 1500 });
      await store.append('kitchen', {
        kind: 'opened', sessionId: 'a', at: Date.now(), number: 1, frameDurationMs: 60, mode: 1 });
      for (let i = Number(first); ; i += 3) {
        await Promise.all([0, 1, 2].map((next) => store.append('kitchen', {
          kind: 'message', sessionId: 'a', at: Date.now(), role: 'user', text: String(i + next), generation: 1,
        }).then(() => process.stdout.write(i + next + '\\n'))));
      }
    `;
    let acknowledged = -1;
    const kills = 24;
    for (let kill = 0; kill < kills; kill++) {
      const flags = nodeFlags(script, folder, String(acknowledged + 1));
      const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = ended(child);
      const before = acknowledged;
      for await (const line of createInterface({ input: child.stdout })) {
        acknowledged = Number(line);
        if (acknowledged - before > (kill * 7) % 60) child.kill('SIGKILL');
      }
      await gone;
      expect(acknowledged).toBeGreaterThan(before);
      const store = await open();
      const found = (await texts(store)).map(Number);
      await store.close();
      expect(found).toContain(acknowledged);
      const kept = [...new Set(found)].sort((a, b) => a - b);
      // Without a hole: from the oldest that is kept to the last that was acknowledged.
      for (let i = kept[0]!; i <= acknowledged; i++) expect(kept).toContain(i);
    }
  });
});
