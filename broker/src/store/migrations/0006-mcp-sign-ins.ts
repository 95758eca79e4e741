/** Where the broker is signed in as a client of an MCP server: tokens are encrypted, like all secrets. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table mcp_sign_ins (
      server_id uuid primary key references mcp_servers on delete cascade,
      tenant_id text not null references tenants,
      -- Counts writes: whoever has read an older state must not overwrite this one.
      version integer not null default 1,
      sealed text not null,
      -- Of the sign-in under way, if there is one.
      state_hash text unique,
      state_until timestamptz(3),
      -- One process asks for new tokens: a token that renews is good once.
      renewing_until timestamptz(3),
      signed_in_at timestamptz(3),
      signed_in_by text,
      updated_at timestamptz(3) not null default now()
    )`.execute(db);
}
