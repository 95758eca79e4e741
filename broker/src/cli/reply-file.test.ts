import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WavSink } from '@pipit/device-sdk/node';
import { expect, test, vi } from 'vitest';
import { ReplyFile } from './reply-file.ts';

test('a disk that is full is told once, and not thrown at the player', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pipit-reply-'));
  const full = vi.spyOn(WavSink.prototype, 'write').mockImplementation(() => {
    throw new Error('ENOSPC: no space left on device, write');
  });
  try {
    const failures: string[] = [];
    const file = new ReplyFile(join(folder, 'reply.wav'), ({ message }) => failures.push(message));
    file.open({ sampleRateHz: 16_000, frameDurationMs: 20, frameSamples: 320 });
    file.write(new Int16Array(320));
    file.write(new Int16Array(320));
    file.close();
    expect(failures).toEqual([expect.stringMatching(/reply\.wav cannot be written: ENOSPC/)]);
  } finally {
    full.mockRestore();
    await rm(folder, { recursive: true });
  }
});
