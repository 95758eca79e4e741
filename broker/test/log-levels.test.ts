/** The level of one device, changed while it is connected. */
import { expect, test } from 'vitest';
import { WholeBroker } from './whole-broker.ts';

test('what is told about a connection that is open changes at once, and about no other', async () => {
  await using whole = await WholeBroker.start({ settings: { 'log.level': 'info' } });
  const watched = await whole.device('watched');
  const other = await whole.device('other');
  const signedIn = whole.lines.filter(({ msg }) => msg === 'device signed in');
  expect(signedIn.map(({ deviceId }) => deviceId)).toEqual(['watched', 'other']);

  expect(whole.broker.logLevels.set('watched', 'warn')).toBe(true);
  const before = whole.lines.length;
  await watched.close();
  await other.close();
  await whole.line((line) => line.deviceId === 'other' && whole.lines.indexOf(line) >= before);
  const since = whole.lines.slice(before).filter(({ level }) => level < 40);
  expect(since.filter(({ deviceId }) => deviceId === 'watched')).toEqual([]);
});
