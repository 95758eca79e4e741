/** What the log says of limits that do not hold. */
import { expect, test } from 'vitest';
import { gapsOfLimits, gapsOfMemoryFiles } from './limits.ts';

const cgroups = { make: () => Promise.reject(new Error('not here')) };
const prlimit = '/usr/bin/prlimit';

test('with cgroups, all of them hold', () => {
  expect(gapsOfLimits({ cgroups, prlimit }, true)).toBeUndefined();
  expect(gapsOfMemoryFiles({ cgroups, prlimit }, false)).toBeUndefined();
});

test('without, memory is not bounded, and that is what the log says', () => {
  for (const tool of [prlimit, undefined])
    expect(gapsOfLimits({ cgroups: undefined, prlimit: tool }, true)).toMatch(
      /memory.*not (bounded|limited).*Delegate=yes/,
    );
  expect(gapsOfLimits({ cgroups: undefined, prlimit }, true)).toMatch(/shared memory/);
});

test('nor is what is written to /tmp, by an old bubblewrap', () => {
  expect(gapsOfMemoryFiles({ cgroups: undefined, prlimit }, true)).toBeUndefined();
  expect(gapsOfMemoryFiles({ cgroups: undefined, prlimit }, false)).toMatch(/\/tmp .*bubblewrap 0\.7/);
});
