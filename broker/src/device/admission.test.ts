import { expect, test } from 'vitest';
import { Admission, addressGroup } from './admission.ts';

test('a place is given back once', () => {
  const admission = new Admission({ maxUnauthenticated: 2, maxUnauthenticatedPerAddress: 2 });
  const [first, second] = [admission.enter('10.0.0.1'), admission.enter('10.0.0.2')];
  expect(admission.enter('10.0.0.3')).toBeUndefined();
  first!.leave();
  first!.leave();
  expect([first!.held, second!.held, admission.held]).toEqual([false, true, 1]);
  expect(admission.enter('10.0.0.1')).toBeDefined();
  expect(admission.enter('10.0.0.1')).toBeUndefined();
});

test.for([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:DB8::7:1:2:3:4', '2001:db8:0:7::/64'],
  ['2001:db8:0:7:ffff::1', '2001:db8:0:7::/64'],
  ['2001:0db8:0000:0007:1:2:3:4', '2001:db8:0:7::/64'],
  ['unknown', 'unknown'],
])('%s counts as %s', ([address, group]) => {
  expect(addressGroup(address!)).toBe(group);
});
