/** The README's example is a file, and the file is run. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseWavHeader, wavHeader } from '@pipit/device-sdk/node';
import { afterAll, expect, test } from 'vitest';
import { startFakeBroker } from './fake-broker.mjs';

const folder = mkdtempSync(join(tmpdir(), 'pipit-readme-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('the README shows the example as it is, in under 20 lines', () => {
  const example = file('examples/talk.ts');
  expect(file('README.md')).toContain(`\`\`\`ts\n${example}\`\`\``);
  expect(example.trimEnd().split('\n').length).toBeLessThan(20);
});

test('the example talks', async () => {
  const broker = await startFakeBroker({ devices: { 'lamp-1': 'secret' } });
  const [question, answer] = [join(folder, 'question.wav'), join(folder, 'answer.wav')];
  const pcm = Int16Array.from({ length: 8000 }, (_, i) => 6000 * Math.sin(i / 8));
  writeFileSync(question, Buffer.concat([wavHeader(16_000, pcm.byteLength), Buffer.from(pcm.buffer)]));
  const script = new URL('../examples/talk.ts', import.meta.url).pathname;
  const child = spawn(
    process.execPath,
    ['--conditions=pipit-source', script, broker.url, 'lamp-1', 'secret', question, answer],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  const status = await new Promise((resolve) => child.on('close', resolve));
  await broker.close();
  expect(status).toBe(0);
  expect(said).toBe('USER: echo\nASSISTANT: I heard 9 packets.\n');
  const written = readFileSync(answer);
  const header = parseWavHeader(written);
  // 500 ms are nine frames of 60 ms, at 24 kHz.
  expect(header).toMatchObject({ dataBytes: 9 * 1440 * 2, format: { sampleRateHz: 24_000 } });
  expect(
    Math.max(
      ...new Int16Array(written.buffer.slice(written.byteOffset + 44, written.byteOffset + written.length)),
    ),
  ).toBeGreaterThan(3000);
});
