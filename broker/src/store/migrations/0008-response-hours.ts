/** How long people waited, hour by hour: kept as long as usage, where turns go sooner and are too many to sort. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table response_hours (
      tenant_id text not null references tenants,
      hour timestamptz(3) not null,
      -- Of the response time: the logarithm to the base 1.04 of its milliseconds, rounded down.
      bucket smallint not null,
      turns integer not null,
      primary key (tenant_id, hour, bucket)
    )`.execute(db);
  await sql`create index response_hours_by_age on response_hours (hour)`.execute(db);
  await sql`
    insert into response_hours (tenant_id, hour, bucket, turns)
    select tenant_id, date_trunc('hour', at at time zone 'UTC') at time zone 'UTC',
      floor(ln(greatest(response_ms, 1)) / ln(1.04)), count(*)
    from turns where response_ms is not null group by 1, 2, 3`.execute(db);
}
