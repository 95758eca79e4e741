/** What tools were asked and answered is removed with the words of people; how they did is counted by hours. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index session_events_with_tool_texts on session_events (at) where kind = 'toolText'`.execute(
    db,
  );
  await sql`
    create table tool_usage_hours (
      tenant_id text not null references tenants,
      device_id text collate "C" not null,
      source text not null,
      name text not null,
      hour timestamptz(3) not null,
      calls integer not null,
      failures integer not null,
      timeouts integer not null,
      duration_ms bigint not null,
      max_ms integer not null,
      primary key (tenant_id, device_id, hour, source, name)
    )`.execute(db);
  await sql`create index tool_usage_hours_by_age on tool_usage_hours (hour)`.execute(db);
}
