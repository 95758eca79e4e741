import type { Logger } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { DeviceLogLevels } from './device-log-levels.ts';
import { createLog } from './log.ts';

let lines: { readonly msg: string; readonly deviceId?: string }[];
let levels: DeviceLogLevels;
let log: Logger;

beforeEach(async () => {
  lines = [];
  levels = new DeviceLogLevels({ maxDevices: 2 });
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as { msg: string }) };
  log = levels.over(await createLog({ level: 'info', pretty: false, pii: false, destination }));
});

/** What of a detail and a warning is written. */
function written(logger: Logger): string[] {
  lines.length = 0;
  logger.debug('detail');
  logger.warn('warning');
  return lines.map(({ msg }) => msg);
}

test('a change is heard at once by loggers in use, for this device only, and taken back', () => {
  const lamp = log.child({ deviceId: 'lamp', connectionId: 1 });
  const other = log.child({ deviceId: 'other' });
  expect(written(lamp)).toEqual(['warning']);
  expect(levels.set('lamp', 'debug')).toBe(true);
  expect(written(lamp)).toEqual(['detail', 'warning']);
  expect(lines[0]).toMatchObject({ deviceId: 'lamp', connectionId: 1 });
  expect(written(other)).toEqual(['warning']);
  expect(written(log)).toEqual(['warning']);
  levels.set('lamp', 'silent');
  expect(written(lamp)).toEqual([]);
  levels.set('lamp', undefined);
  expect(written(lamp)).toEqual(['warning']);
});

test('loggers that are made later, and children at any depth, follow as well', () => {
  levels.set('lamp', 'debug');
  const connection = log.child({ part: 'device' }).child({ deviceId: 'lamp' });
  const session = connection.child({ sessionId: 's' });
  const terse = connection.child({}, { level: 'error' });
  for (const each of [connection, session, terse]) expect(written(each)).toEqual(['detail', 'warning']);
  levels.set('lamp', undefined);
  expect(written(connection)).toEqual(['warning']);
  expect(written(session)).toEqual(['warning']);
  expect(written(terse)).toEqual([]);
});

test('levels can be asked for, and their number has a bound', () => {
  levels.set('lamp', 'debug');
  levels.set('radio', 'trace');
  expect(levels.set('third', 'debug')).toBe(false);
  expect(levels.levelOf('third')).toBeUndefined();
  expect(levels.set('lamp', 'error')).toBe(true);
  expect(['lamp', 'radio'].map(levels.levelOf)).toEqual(['error', 'trace']);
  levels.set('lamp', undefined);
  expect(levels.set('third', 'debug')).toBe(true);
});

test('single lines that name their device have its level, too', () => {
  levels.set('lamp', 'debug');
  expect(written(levels.loggerFor(log, 'lamp'))).toEqual(['detail', 'warning']);
  expect(written(levels.loggerFor(log, 'other'))).toEqual(['warning']);
  expect(levels.loggerFor(log, 'lamp')).toBe(levels.loggerFor(log, 'lamp'));
  levels.set('lamp', undefined);
  expect(levels.loggerFor(log, 'lamp')).toBe(log);
});

test('all of them are replaced at once', () => {
  levels.set('lamp', 'debug');
  const all = new Map([
    ['radio', 'trace'],
    ['third', 'debug'],
    ['fourth', 'debug'],
  ] as const);
  expect(levels.replace(all)).toBe(1);
  expect(['lamp', 'radio', 'third', 'fourth'].map(levels.levelOf)).toEqual([
    undefined,
    'trace',
    'debug',
    undefined,
  ]);
});

test('a logger that was given the level of its device goes back with the others', () => {
  levels.set('lamp', 'debug');
  const connection = log.child({ deviceId: 'lamp' }, { level: 'debug' });
  expect(written(connection)).toEqual(['detail', 'warning']);
  levels.set('lamp', undefined);
  expect(written(connection)).toEqual(['warning']);
});
