import { describe, expect, test } from 'vitest';
import { type Place, placeFor } from './place.ts';
import { type PlacedSandbox, type PlacementLimits, placementOf } from './placement.ts';

const shared = (tenantId = 'a'): Place => ({ strategy: 'shared', tenantId });
const ofUser = (userId: string, tenantId = 'a'): Place => ({ strategy: 'perUser', tenantId, userId });
const ofSession = (sessionId: string, userId?: string): Place => ({
  strategy: 'perSession',
  tenantId: 'a',
  userId,
  sessionId,
});

let made = 0;
function sandbox(place: Place, rest: Partial<PlacedSandbox> = {}): PlacedSandbox {
  const sessions = new Set(place.strategy === 'perSession' ? [place.sessionId] : []);
  const at = ++made;
  return {
    id: `${place.strategy} ${at}`,
    place,
    sessions,
    createdAt: at,
    lastUsedAt: at,
    leases: 1,
    isBusy: false,
    ...rest,
  };
}

const limits: PlacementLimits = { poolSize: 2, max: 10, maxPerTenant: 10, maxOfUser: 2 };
const CREATE = { kind: 'create', closeFirst: undefined };
const decide = (all: PlacedSandbox[], place: Place, some: Partial<PlacementLimits> = {}) =>
  placementOf(all, place, { ...limits, ...some });
const use = ({ id }: PlacedSandbox) => ({ kind: 'use', id });

describe('the place of a conversation', () => {
  const asker = { tenantId: 'a', ownerId: 'anna', sessionId: 's', deviceId: 'd' };
  test('is by the strategy, and in the pool of the tenant for a device of nobody', () => {
    expect(placeFor(asker, 'shared')).toEqual(shared());
    expect(placeFor(asker, 'perUser')).toEqual(ofUser('anna'));
    expect(placeFor(asker, 'perSession')).toEqual(ofSession('s', 'anna'));
    const nobodys = { ...asker, ownerId: undefined };
    expect(placeFor(nobodys, 'perUser')).toEqual(shared());
    expect(placeFor(nobodys, 'perSession')).toEqual(ofSession('s'));
  });
});

describe('the shared pool', () => {
  test('grows to its size, then the sandbox with the fewest programs is taken', () => {
    const first = sandbox(shared(), { leases: 3 });
    expect(decide([], shared())).toEqual(CREATE);
    expect(decide([first], shared())).toEqual(CREATE);
    const second = sandbox(shared(), { leases: 1 });
    expect(decide([first, second], shared())).toEqual(use(second));
  });

  test('takes an empty sandbox before it makes another one', () => {
    const empty = sandbox(shared(), { leases: 0 });
    expect(decide([empty], shared())).toEqual(use(empty));
  });

  test('is never that of another tenant, nor a sandbox of a user', () => {
    const others = [sandbox(shared('b'), { leases: 0 }), sandbox(ofUser('anna'), { leases: 0 })];
    expect(decide(others, shared())).toEqual(CREATE);
  });
});

describe('a user', () => {
  test('has one sandbox, which nobody else gets', () => {
    const hers = sandbox(ofUser('anna'));
    expect(decide([hers], ofUser('anna'))).toEqual(use(hers));
    expect(decide([hers], ofUser('berta'))).toEqual(CREATE);
  });

  test('has one for each conversation until the quota is full, then the oldest again', () => {
    const first = sandbox(ofSession('1', 'anna'), { lastUsedAt: 999 });
    const second = sandbox(ofSession('2', 'anna'), { leases: 0 });
    expect(decide([first], ofSession('2', 'anna'))).toEqual(CREATE);
    expect(decide([second, first], ofSession('3', 'anna'))).toEqual(use(first));
    expect(decide([first, second], ofSession('2', 'anna'))).toEqual(use(second));
    expect(decide([first, second], ofSession('3', 'berta'))).toEqual(CREATE);
    // A conversation that came in later is at home there as well.
    const crowded = { ...first, sessions: new Set(['1', '3']) };
    expect(decide([crowded], ofSession('3', 'anna'))).toEqual(use(crowded));
  });

  test('who changed the strategy has what the quota allows, whatever it was made for', () => {
    const before = [sandbox(ofSession('1', 'anna')), sandbox(ofSession('2', 'anna'))];
    expect(decide(before, ofUser('anna'))).toEqual(use(before[0]!));
  });

  test('with a quota of none gets none', () => {
    expect(decide([], ofUser('anna'), { maxOfUser: 0 })).toEqual({ kind: 'refuse', why: 'noneAllowed' });
    expect(decide([], shared(), { maxOfUser: 0 })).toEqual(CREATE);
    expect(decide([], ofSession('1'), { maxOfUser: 0 })).toEqual(CREATE);
  });
});

describe('a broker that is full', () => {
  test('closes the one that nobody has used for the longest', () => {
    const used = sandbox(ofUser('anna'));
    const late = sandbox(ofUser('berta'), { leases: 0, lastUsedAt: 900 });
    const early = sandbox(shared('b'), { leases: 0, lastUsedAt: 800 });
    expect(decide([used, late, early], ofUser('carla'), { max: 3 })).toEqual({
      kind: 'create',
      closeFirst: early.id,
    });
  });

  test('closes none that is used or being made, and says that it is full', () => {
    const all = [sandbox(ofUser('anna')), sandbox(ofUser('berta'), { leases: 0, isBusy: true })];
    expect(decide(all, ofUser('carla'), { max: 2 })).toEqual({ kind: 'refuse', why: 'full' });
    expect(decide(all, { strategy: 'trial', tenantId: 'a' }, { max: 2 })).toEqual({
      kind: 'refuse',
      why: 'full',
    });
  });

  test('crowds the pool of a tenant that has one', () => {
    const pool = sandbox(shared());
    expect(decide([pool, sandbox(ofUser('anna'))], shared(), { max: 2 })).toEqual(use(pool));
  });
});

test('what is tried out is alone', () => {
  const trial: Place = { strategy: 'trial', tenantId: 'a' };
  expect(decide([sandbox(trial, { leases: 0 }), sandbox(shared(), { leases: 0 })], trial)).toEqual(CREATE);
});

describe('a tenant that has all that it may', () => {
  const busy = [sandbox(ofSession('1')), sandbox(ofSession('2'))];

  test('gets no more, though there is room, and others do', () => {
    const some = { maxPerTenant: 2 };
    expect(decide(busy, ofSession('3'), some)).toEqual({ kind: 'refuse', why: 'tenantFull' });
    expect(decide(busy, shared('b'), some)).toEqual(CREATE);
  });

  test('makes room by its own, and by nobody else’s', () => {
    const unused = sandbox(ofSession('4'), { leases: 0 });
    const others = sandbox(shared('b'), { leases: 0, lastUsedAt: 0 });
    expect(decide([...busy, unused, others], ofSession('5'), { maxPerTenant: 3 })).toEqual({
      kind: 'create',
      closeFirst: unused.id,
    });
  });

  test('is crowded in its pool', () => {
    const pool = sandbox(shared(), { leases: 5 });
    expect(decide([...busy, pool], shared(), { maxPerTenant: 3 })).toEqual(use(pool));
  });
});
