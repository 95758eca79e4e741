/** Whether a database has what `number-writer.ts` was told that it has. */
import { expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';

export async function expectWritten({ queries }: Database, acknowledged: number): Promise<void> {
  const rows = await queries.selectFrom('devices').select('id').execute();
  const found = new Set(rows.map(({ id }) => Number(id.slice(1))));
  const isDeleted = (i: number): boolean => (i + 20) % 40 === 0;
  for (let i = 0; i <= acknowledged; i++) {
    // The last deletion may have been under way.
    if (!isDeleted(i)) expect(found).toContain(i);
    else if (i + 20 < acknowledged) expect(found).not.toContain(i);
  }
  // No half of a transaction.
  for (const i of found) if (!isDeleted(i ^ 1)) expect(found).toContain(i ^ 1);
}
