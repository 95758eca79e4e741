import { expect, test } from 'vitest';
import { authenticate, authorizePublish, authorizeSubscribe, screenConnect } from './policy.ts';

const connect = { clientId: 'kitchen', username: 'kitchen', will: undefined };

test('sign-in', () => {
  expect(screenConnect(connect)).toBeUndefined();
  expect(screenConnect({ ...connect, username: undefined })).toBeUndefined();
  expect(screenConnect({ ...connect, clientId: '+' })).toMatchObject({ returnCode: 2 });
  expect(screenConnect({ ...connect, username: 'hall' })).toMatchObject({ returnCode: 4 });
  expect(screenConnect({ ...connect, will: { topic: '$SYS/x', qos: 0, retain: false } })).toMatchObject({
    returnCode: 5,
  });
  expect(authenticate({ enabled: true, tenantEnabled: true }, true)).toBeUndefined();
  // Nobody learns from the answer whether the device exists.
  expect(authenticate(undefined, false)).toEqual(authenticate({ enabled: true, tenantEnabled: true }, false));
  expect(authenticate(undefined, true)).toMatchObject({ returnCode: 4 });
  expect(authenticate({ enabled: false, tenantEnabled: true }, false)).toMatchObject({ returnCode: 4 });
  expect(authenticate({ enabled: false, tenantEnabled: true }, true)).toMatchObject({ returnCode: 5 });
  expect(authenticate({ enabled: true, tenantEnabled: false }, true)).toMatchObject({ returnCode: 5 });
});

test.for([
  ['p1/kitchen/ua', true],
  ['p1/kitchen/uc', true],
  ['p1/kitchen/da', false],
  ['p1/kitchen/dc', false],
  ['p1/hall/ua', false],
  ['p1/kitchen/ua/', false],
  ['p2/kitchen/ua', false],
  ['$SYS/broker/heartbeat', false],
  ['', false],
] as const)('publishing on %j', ([topic, allowed]) => {
  expect(authorizePublish('kitchen', topic, false).allowed).toBe(allowed);
  expect(authorizePublish('kitchen', topic, true).allowed).toBe(false);
});

test.for([
  ['p1/kitchen/da', true],
  ['p1/kitchen/dc', true],
  ['p1/kitchen/ua', false],
  ['p1/hall/dc', false],
  ['p1/+/dc', false],
  ['p1/kitchen/#', false],
  ['#', false],
  ['$SYS/#', false],
  ['$share/group/p1/kitchen/dc', false],
] as const)('subscribing to %j', ([filter, allowed]) => {
  expect(authorizeSubscribe('kitchen', filter, 0, 2).allowed).toBe(allowed);
  expect(authorizeSubscribe('kitchen', filter, 2, 2).allowed).toBe(false);
});
