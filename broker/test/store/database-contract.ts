/** What every engine of the database must do: run it from the tests of each. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { restoreBackup, writeBackup } from '../../src/store/backup.ts';
import type { Database } from '../../src/store/database.ts';
import { repeatedValueOf } from '../../src/store/database-error.ts';
import { newId } from '../../src/store/ids.ts';
import { migrate, migrationStates } from '../../src/store/migrator.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { notify } from '../../src/store/notify.ts';
import { json } from '../../src/store/schema.ts';
import { TABLES } from '../../src/store/tables.ts';

/** `open` gives an empty database, without tables, each time another one. */
export function describeDatabase(name: string, open: (label: string) => Promise<Database>): void {
  describe(`${name} as the database`, () => {
    let database: Database;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pipit-database-'));
      database = await open('contract');
    });
    afterAll(async () => {
      await database.close();
      await database.close();
      await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
      await migrate(database.queries);
      await sql
        .raw(`truncate ${TABLES.filter((table) => table !== 'tenants').join(', ')} cascade`)
        .execute(database.queries);
      await database.queries
        .insertInto('tenants')
        .values({ id: 'default', name: 'Default' })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });

    const addDevice = (id: string) =>
      database.queries.insertInto('devices').values({ id, tenantId: 'default', name: id }).execute();
    const ids = async (): Promise<string[]> =>
      (await database.queries.selectFrom('devices').select('id').orderBy('id').execute()).map(({ id }) => id);

    test('has every table that is backed up, and backs up every table it has', async () => {
      const { rows } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(
        database.queries,
      );
      const own = rows.map((row) => row.name).filter((table) => !table.startsWith('migration'));
      expect(own.toSorted()).toEqual(TABLES.toSorted());
    });

    test('knows its version, and refuses one that is newer than the program', async () => {
      expect(await migrate(database.queries)).toEqual([]);
      const states = await migrationStates(database.queries);
      expect(states.map((state) => state.name)).toEqual(Object.keys(MIGRATIONS));
      for (const { executedAt } of states) expect(executedAt).toBeInstanceOf(Date);
      await sql`insert into migrations (name, timestamp) values ('9999-future', '')`.execute(
        database.queries,
      );
      try {
        await expect(migrate(database.queries)).rejects.toMatchObject({
          code: 'TOO_NEW',
          message: expect.stringContaining('9999-future'),
        });
      } finally {
        await sql`delete from migrations where name = '9999-future'`.execute(database.queries);
      }
    });

    test('gives every value back as it was', async () => {
      const createdAt = new Date('2026-11-28T12:34:56.789Z');
      const capabilities = { nested: { aKey: [1, 'two', null] } };
      await database.queries
        .insertInto('devices')
        .values({
          id: 'a',
          tenantId: 'default',
          name: 'Küche 🐦',
          createdAt,
          capabilities: json(capabilities),
        })
        .execute();
      expect(await database.queries.selectFrom('devices').selectAll().executeTakeFirst()).toMatchObject({
        name: 'Küche 🐦',
        createdAt,
        capabilities,
        enabled: true,
        groupId: null,
        scopeRevision: 0,
      });
      const { rows } = await sql<Record<string, unknown>>`
        select 9007199254740991::bigint as big, sum(x) as sum, count(*) as count, 0.5::float8 as half,
          ${Buffer.from([0, 255])}::bytea as bytes, ${['a', 'b"{,']}::text[] as texts
        from generate_series(1, 3) as x`.execute(database.queries);
      const [{ bytes, ...values } = { bytes: undefined }] = rows;
      expect(values).toEqual({
        big: Number.MAX_SAFE_INTEGER,
        sum: 6,
        count: 3,
        half: 0.5,
        texts: ['a', 'b"{,'],
      });
      expect([...(bytes as Uint8Array)]).toEqual([0, 255]);
    });

    test('says how many rows were changed, and which value was there already', async () => {
      await addDevice('a');
      await addDevice('b');
      const { numUpdatedRows } = await database.queries
        .updateTable('devices')
        .set({ name: 'x' })
        .executeTakeFirstOrThrow();
      expect(numUpdatedRows).toBe(2n);
      const error: unknown = await addDevice('a').catch((caught: unknown) => caught);
      expect(repeatedValueOf(error)).toBe('devices_pkey');
      expect(repeatedValueOf(new Error('other'))).toBeUndefined();
    });

    test('a transaction is there as a whole or not at all', async () => {
      const failing = database.queries.transaction().execute(async (transaction) => {
        await transaction.insertInto('devices').values({ id: 'a', tenantId: 'default', name: 'a' }).execute();
        throw new Error('changed its mind');
      });
      await expect(failing).rejects.toThrow('changed its mind');
      expect(await ids()).toEqual([]);
      // One that failed cannot be committed, whoever swallowed the error.
      await addDevice('b');
      const swallowing = database.queries.transaction().execute(async (transaction) => {
        await transaction.insertInto('devices').values({ id: 'c', tenantId: 'default', name: 'c' }).execute();
        const again = { id: 'b', tenantId: 'default', name: 'b' };
        await transaction
          .insertInto('devices')
          .values(again)
          .execute()
          .catch(() => {});
      });
      await expect(swallowing).rejects.toThrow();
      expect(await ids()).toEqual(['b']);
    });

    test('takes much at once', async () => {
      const all = Array.from({ length: 200 }, (_, i) => `device-${String(i).padStart(3, '0')}`);
      await Promise.all(all.map(addDevice));
      expect(await ids()).toEqual(all);
    });

    test('tells who listens what was committed, and nothing else', async () => {
      const heard: string[] = [];
      const stop = database.listen('pipit_devices', { onNotice: (payload) => heard.push(payload) });
      database.listen('pipit_devices', {
        onNotice: () => {
          throw new Error('a listener that fails');
        },
      });
      const rolledBack = database.queries.transaction().execute(async (transaction) => {
        await notify(transaction, 'pipit_devices', { id: 'never' });
        throw new Error('no');
      });
      await rolledBack.catch(() => {});
      await notify(database.queries, 'pipit_configs', { id: 'other channel' });
      await notify(database.queries, 'pipit_devices', { id: 'ä' });
      await vi.waitFor(() => expect(heard).toEqual(['{"id":"ä"}']));
      stop();
      await notify(database.queries, 'pipit_devices', { id: 'late' });
      await database.ping();
      expect(heard).toHaveLength(1);
    });

    async function fill(): Promise<void> {
      const sessionId = newId();
      const at = new Date('2026-01-02T03:04:05.678Z');
      await addDevice('kitchen');
      await database.queries
        .insertInto('deviceTags')
        .values({ deviceId: 'kitchen', tag: 'blue', tenantId: 'default' })
        .execute();
      await database.queries
        .insertInto('apiKeys')
        .values({
          id: newId(),
          tenantId: 'default',
          name: 'k',
          prefix: 'p',
          hash: Buffer.from([1, 2, 0, 255]),
          permissions: ['devices:read'],
        })
        .execute();
      await database.queries
        .insertInto('sessions')
        .values({
          id: sessionId,
          tenantId: 'default',
          deviceId: 'kitchen',
          startedAt: at,
          lastAt: at,
          cost: 0.1,
        })
        .execute();
      for (const text of ['What’s up?\n\t"quoted" \\ ', '多少钱']) {
        await sql`
          insert into messages (tenant_id, session_id, device_id, at, role, text, generation, words)
          values ('default', ${sessionId}, 'kitchen', ${at}, 'user', ${text}, 1, array_to_tsvector(array['word']))`.execute(
          database.queries,
        );
      }
    }

    async function everything(): Promise<string> {
      const tables: Record<string, unknown> = {};
      for (const table of TABLES) {
        const { rows } = await sql<{ row: string }>`
          select row_to_json(t)::text as row from ${sql.table(table)} t order by 1`.execute(database.queries);
        tables[table] = rows;
      }
      return JSON.stringify(tables);
    }

    const shapeOf = async ({ queries }: Database): Promise<unknown> => {
      const columns = await sql`
        select table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
        where table_schema = current_schema() order by table_name, column_name`.execute(queries);
      const indexes = await sql`
        select indexdef from pg_indexes where schemaname = current_schema() order by indexdef`.execute(
        queries,
      );
      return { columns: columns.rows, indexes: indexes.rows };
    };

    test.for(Object.keys(MIGRATIONS).slice(0, -1))(
      'of version %s is brought to the present one with all that is in it',
      async (version) => {
        const earlier = await open(`from_${version.slice(0, 4)}`);
        try {
          const { queries } = earlier;
          expect((await migrate(queries, { upTo: version })).at(-1)).toBe(version);
          await sql`insert into devices (id, tenant_id, name) values ('kitchen', 'default', 'Küche')`.execute(
            queries,
          );
          await sql`
          insert into sessions (id, tenant_id, device_id, started_at, last_at)
          values ('00000000-0000-7000-8000-000000000001', 'default', 'kitchen', now(), now())`.execute(
            queries,
          );
          const file = join(folder, `${version}.jsonl.gz`);
          await writeBackup({ database: earlier, file });
          const still = async (of: Database) => {
            const row = await of.queries.selectFrom('sessions').selectAll().executeTakeFirstOrThrow();
            expect(row).toMatchObject({ deviceId: 'kitchen', hasAudio: false });
            expect(await of.queries.selectFrom('devices').select('name').execute()).toEqual([
              { name: 'Küche' },
            ]);
          };
          expect((await migrate(queries)).at(-1)).toBe(Object.keys(MIGRATIONS).at(-1));
          await still(earlier);
          expect(await shapeOf(earlier)).toEqual(await shapeOf(database));
          // So does a backup that was made before.
          await restoreBackup({ database, file, replace: true });
          await still(database);
        } finally {
          await earlier.close();
        }
      },
    );

    test('keeps who is signed in to MCP servers, for the address that they have', async () => {
      const earlier = await open('signed_in');
      try {
        const { queries } = earlier;
        await migrate(queries, { upTo: '0006-mcp-sign-ins' });
        const idOf = (n: number): string => `00000000-0000-7000-8000-00000000000${n}`;
        for (const n of [1, 2]) {
          await sql`
            insert into mcp_servers (id, tenant_id, name, transport, settings, updated_by)
            values (${idOf(n)}, 'default', ${`s${n}`}, 'http', '{"url": "https://tools.example/mcp"}', 'x')`.execute(
            queries,
          );
          // The second one is only on the way.
          await sql`
            insert into mcp_sign_ins (server_id, tenant_id, sealed, state_hash, state_until, signed_in_at, signed_in_by)
            values (${idOf(n)}, 'default', 'sealed', ${`h${n}`}, now(), ${n === 1 ? new Date() : null}, 'x')`.execute(
            queries,
          );
        }
        await migrate(queries);
        expect(await queries.selectFrom('mcpSignIns').selectAll().execute()).toMatchObject([
          {
            serverId: idOf(1),
            url: 'https://tools.example/mcp',
            sealed: 'sealed',
            stateHash: null,
            issuer: null,
          },
        ]);
      } finally {
        await earlier.close();
      }
    });

    test('takes what people chose of sandboxes for what they meant', async () => {
      const earlier = await open('choices');
      try {
        const { queries } = earlier;
        await migrate(queries, { upTo: '0004-tools' });
        const people = [
          // Who only looked, who changed something else, who wanted none, and who chose.
          ['1', 1, 'perSession', 'default'],
          ['2', 2, 'perSession', 'perSession'],
          ['3', 2, 'none', 'shared'],
          ['4', 3, 'perUser', 'perUser'],
        ] as const;
        const idOf = (n: string): string => `00000000-0000-7000-8000-00000000000${n}`;
        for (const [n, version, strategy] of people) {
          await queries
            .insertInto('users')
            .values({ id: idOf(n), tenantId: 'default', email: n, name: n, role: 'viewer' })
            .execute();
          const body = json({ sandbox: { strategy, quota: { maxSandboxes: 7 } }, autoScroll: false });
          await queries
            .insertInto('userSettings')
            .values({ userId: idOf(n), tenantId: 'default', body, version })
            .execute();
        }
        await migrate(queries);
        const rows = await queries
          .selectFrom('userSettings')
          .select(['userId', 'body', 'version'])
          .orderBy('userId')
          .execute();
        expect(rows).toEqual(
          people.map(([n, version, , strategy]) => ({
            userId: idOf(n),
            version,
            body: { sandbox: { strategy, quota: { maxSandboxes: 7 } }, autoScroll: false },
          })),
        );
      } finally {
        await earlier.close();
      }
    });

    test('is restored from a backup to the last value, and goes on counting', async () => {
      await fill();
      const before = await everything();
      const file = join(folder, 'backup.jsonl.gz');
      const { rows } = await writeBackup({ database, file });
      expect(rows).toBe(7);
      await expect(restoreBackup({ database, file })).rejects.toMatchObject({ code: 'NOT_EMPTY' });
      await database.queries.deleteFrom('sessions').execute();
      await database.queries.deleteFrom('devices').execute();
      await addDevice('other');
      await restoreBackup({ database, file, replace: true });
      expect(await everything()).toBe(before);
      const newest = await database.queries
        .selectFrom('messages')
        .select('id')
        .orderBy('id', 'desc')
        .executeTakeFirst();
      await sql`
        insert into messages (tenant_id, session_id, device_id, at, role, text, generation, words)
        select tenant_id, session_id, device_id, at, role, text, generation, words from messages limit 1`.execute(
        database.queries,
      );
      const next = await database.queries
        .selectFrom('messages')
        .select('id')
        .orderBy('id', 'desc')
        .executeTakeFirst();
      expect(next!.id).toBeGreaterThan(newest!.id);
    });

    test.for([
      ['is not there', undefined, /does not exist/],
      ['is no backup', gzipSync('{"other":1}\n'), /no backup of Pipit/],
      ['is not compressed', Buffer.from('{"pipitBackup":1}'), /cannot be read|damaged/],
      ['is of a newer version', gzipSync('{"pipitBackup":1,"migration":"9999-x","at":""}\n'), /newer Pipit/],
      [
        'has a row that does not fit',
        gzipSync(
          '{"pipitBackup":1,"migration":"0001-foundation","at":""}\n["devices",{"id":"x","tenant_id":"none"}]\n',
        ),
        /violates|null value/,
      ],
      [
        'has something else in it',
        gzipSync('{"pipitBackup":1,"migration":"0001-foundation","at":""}\n["migrations",{"name":"x"}]\n'),
        /has the line/,
      ],
    ] as const)('a file that %s changes nothing', async ([, content, message]) => {
      await fill();
      const before = await everything();
      const file = join(folder, 'bad.jsonl.gz');
      await rm(file, { force: true });
      if (content) await writeFile(file, content);
      await expect(restoreBackup({ database, file, replace: true })).rejects.toThrow(message);
      expect(await everything()).toBe(before);
    });

    test('a backup that was cut off is refused as a whole', async () => {
      await fill();
      const before = await everything();
      const whole = join(folder, 'whole.jsonl.gz');
      await writeBackup({ database, file: whole });
      const bytes = await readFile(whole);
      expect(gunzipSync(bytes).toString()).toContain('多少钱');
      const file = join(folder, 'cut.jsonl.gz');
      await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * 0.7)));
      await expect(restoreBackup({ database, file, replace: true })).rejects.toMatchObject({
        code: 'BAD_BACKUP',
      });
      expect(await everything()).toBe(before);
    });
  });
}
