/** Which sandboxes there were, and which conversations used a server in them; and whose settings chose what of them. */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
create table sandboxes (
  id uuid primary key,
  tenant_id text not null references tenants,
  -- Whose it is; null: of the tenant.
  user_id uuid,
  -- For which it was made.
  session_id uuid,
  strategy text not null check (strategy in ('shared', 'perUser', 'perSession', 'trial')),
  engine text not null,
  -- The broker that holds it.
  node text not null,
  created_at timestamptz(3) not null,
  last_used_at timestamptz(3) not null,
  -- It is closed then, unless somebody uses it; null: never.
  expires_at timestamptz(3),
  ended_at timestamptz(3),
  end_reason text
);
create index sandboxes_by_time on sandboxes (tenant_id, created_at desc, id desc);
create index sandboxes_of_user on sandboxes (tenant_id, user_id, created_at desc, id desc) where user_id is not null;
create index sandboxes_open on sandboxes (node) where ended_at is null;
create index sandboxes_by_age on sandboxes (ended_at) where ended_at is not null;

create table sandbox_allocations (
  id uuid primary key,
  sandbox_id uuid not null references sandboxes on delete cascade,
  tenant_id text not null references tenants,
  server_id text collate "C" not null,
  device_id text collate "C" not null,
  session_id uuid not null,
  at timestamptz(3) not null,
  last_used_at timestamptz(3) not null,
  released_at timestamptz(3)
);
create index sandbox_allocations_of_sandbox on sandbox_allocations (sandbox_id, at desc, id desc);
create index sandbox_allocations_by_age on sandbox_allocations (released_at) where released_at is not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\n/).filter((text) => text.trim() !== ''))
    await sql.raw(statement).execute(db);
  // It did nothing, as the shared pool is nearest to.
  await sql`
    update user_settings set body = jsonb_set(body, '{sandbox,strategy}', '"shared"')
    where body #>> '{sandbox,strategy}' = 'none'`.execute(db);
  // Whoever only looked at their settings has chosen nothing, and has what the broker has. Who changed anything may have
  // meant what stands there: rather a sandbox more than one that is shared against somebody's will.
  await sql`
    update user_settings set body = jsonb_set(body, '{sandbox,strategy}', '"default"')
    where version = 1 and body #>> '{sandbox,strategy}' = 'perSession'`.execute(db);
}
