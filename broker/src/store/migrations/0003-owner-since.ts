/**
 * Since when a device is somebody's: what was said to it before is not theirs. The database keeps it, whoever gives a
 * device to whom.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table devices add column owner_since timestamptz(3)`.execute(db);
  await sql`update devices set owner_since = created_at where owner_id is not null`.execute(db);
  await sql`
    create function devices_keep_owner_since() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' or new.owner_id is distinct from old.owner_id then
        -- A restored backup says it itself.
        if tg_op = 'UPDATE' or new.owner_since is null then
          new.owner_since := case when new.owner_id is null then null else clock_timestamp() end;
        end if;
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger devices_keep_owner_since before insert or update on devices
    for each row execute function devices_keep_owner_since()`.execute(db);
}
