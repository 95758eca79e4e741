import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describedFigure, figureFamilies } from './figure-descriptions.ts';

const source = join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /(?<!\.test)\.ts$/.test(path),
);
/** As they are counted, and with the part that differs in capitals. */
const counted = files.flatMap((path) =>
  [
    ...readFileSync(join(source, path), 'utf8').matchAll(
      /[Ff]igures\??\.(?:count|gauge)\(\s*(?:'([^']+)'|`([^`]+)`)/g,
    ),
  ].map(([, plain, template]) => plain ?? template!.replaceAll(/\$\{[^}]*\}/g, '*')),
);

test('every figure that is counted anywhere is described, and none is described that is not counted', () => {
  const names = figureFamilies().map(({ name }) => name);
  expect(counted.length).toBeGreaterThan(80);
  const patterns = [...new Set(counted)].map(
    (name) => new RegExp(`^${name.replaceAll('*', '[A-Za-z0-9]+')}$`),
  );
  expect(patterns.filter((pattern) => !names.some((name) => pattern.test(name))).map(String)).toEqual([]);
  // Those of people and the audit log come from a list of their own.
  const ours = names.filter((name) => !/^(auth|audit)_/.test(name));
  expect(ours.filter((name) => !patterns.some((pattern) => pattern.test(name)))).toEqual([]);
});

test('members of a family say what they are, and what is unknown is not described', () => {
  expect(describedFigure('session_ended_silence_total')).toEqual({
    name: 'session_ended_silence_total',
    kind: 'counter',
    about: 'conversations that ended, by the reason of the protocol: Nobody spoke for the configured time',
  });
  expect(describedFigure('session_response_p95_ms')).toMatchObject({ kind: 'gauge' });
  expect(describedFigure('session_nonsense')).toBeUndefined();
});
