import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test("Google's protobuf decodes and encodes every golden message as we do", () => {
  const { stdout, stderr } = spawnSync('/usr/bin/python3', [join(import.meta.dirname, 'check_vectors.py')], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const { checked, failures } = JSON.parse(stdout) as { checked: number; failures: string[] };
  expect(failures).toEqual([]);
  expect(checked).toBeGreaterThanOrEqual(30);
});
