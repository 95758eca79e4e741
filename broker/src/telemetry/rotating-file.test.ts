import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RotatingFile, type RotatingFileOptions } from './rotating-file.ts';

let folder: string;
let path: string;
let nowMs: number;
let opened: RotatingFile[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pipit-log-'));
  path = join(folder, 'logs', 'broker.log');
  nowMs = 0;
  opened = [];
});
afterEach(() => {
  for (const file of opened) file.close();
  rmSync(folder, { recursive: true });
});

function open(options: Partial<RotatingFileOptions> = {}): RotatingFile {
  const file = new RotatingFile({ path, maxBytes: 100, filesKept: 2, now: () => nowMs, ...options });
  opened.push(file);
  return file;
}

/** Ten bytes. */
const line = (number: number): string => `line ${String(number).padStart(4, '0')}\n`;
const read = (name = ''): string => readFileSync(`${path}${name}`, 'utf8');
const modeOf = (name = ''): number => statSync(`${path}${name}`).mode & 0o777;

test('what is written is there at once, for nobody else to read', () => {
  const file = open();
  file.write(line(1));
  expect(read()).toBe(line(1));
  expect(modeOf()).toBe(0o600);
  expect(statSync(join(folder, 'logs')).mode & 0o777).toBe(0o700);
});

test('a full file is put aside, the oldest goes, no line is torn and none is lost', () => {
  const file = open();
  for (let number = 0; number < 35; number++) file.write(line(number));
  expect(readdirSync(join(folder, 'logs')).toSorted()).toEqual([
    'broker.log',
    'broker.log.1',
    'broker.log.2',
  ]);
  const all = read('.2') + read('.1') + read();
  expect(all).toBe(Array.from({ length: 25 }, (_, index) => line(index + 10)).join(''));
  for (const name of ['', '.1', '.2']) expect(modeOf(name)).toBe(0o600);
  expect(file.figures).toEqual({ written: 35, lost: 0, rotated: 3 });
});

test('a line that is larger than a file has one of its own', () => {
  const file = open();
  const large = `${'x'.repeat(500)}\n`;
  for (const text of [line(1), large, line(2)]) file.write(text);
  expect([read('.2'), read('.1'), read()]).toEqual([line(1), large, line(2)]);
});

test('with none to keep, a full file is forgotten', () => {
  const file = open({ filesKept: 0 });
  for (let number = 0; number < 12; number++) file.write(line(number));
  expect(readdirSync(join(folder, 'logs'))).toEqual(['broker.log']);
  expect(read()).toBe(line(10) + line(11));
});

test('a file from before goes on where it ended, on a line of its own, for nobody else to read', () => {
  open().write(line(1));
  writeFileSync(path, line(1) + 'half a li');
  chmodSync(path, 0o644);
  open().write(line(2));
  expect(read()).toBe(`${line(1)}half a li\n${line(2)}`);
  expect(modeOf()).toBe(0o600);
});

test('a file that somebody moved or deleted is begun anew', () => {
  const file = open();
  file.write(line(1));
  renameSync(path, `${path}.aside`);
  nowMs += 1000;
  file.write(line(2));
  expect([read('.aside'), read()]).toEqual([line(1), line(2)]);
  rmSync(path);
  nowMs += 1000;
  file.write(line(3));
  expect(read()).toBe(line(3));
});

test('a disk that refuses loses lines, is told of once, and is tried again', () => {
  const errors: string[] = [];
  const recovered: number[] = [];
  const file = open({
    onError: ({ message }) => errors.push(message),
    onRecovered: (lost) => recovered.push(lost),
  });
  file.write(line(1));
  // A file stands where the folder was.
  rmSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(join(folder, 'logs'), '');
  for (let number = 2; number < 6; number++) {
    nowMs += 1000;
    file.write(line(number));
    file.write('at once again\n');
  }
  expect(errors).toEqual([expect.stringMatching(/ENOTDIR|EEXIST/)]);
  expect(file.figures.lost).toBe(8);
  rmSync(join(folder, 'logs'));
  expect(() => open()).not.toThrow();
  nowMs += 1000;
  file.write(line(6));
  expect(read()).toBe(line(6));
  expect(recovered).toEqual([8]);
});

test('one that cannot be written at all says so at the start', () => {
  writeFileSync(join(folder, 'logs'), '');
  expect(() => open()).toThrow(/EEXIST|ENOTDIR/);
});

test('closed, it writes nothing more, and may be closed again', () => {
  const file = open();
  file.write(line(1));
  file.close();
  file.close();
  file.write(line(2));
  expect(read()).toBe(line(1));
  expect(existsSync(`${path}.1`)).toBe(false);
  expect(file.figures.lost).toBe(1);
});
