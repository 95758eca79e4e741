/** Attempts to sign in to MCP servers apart from the tokens; tokens for one address, of one authorization server. */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
-- Nobody has signed in there; attempts are begun anew.
delete from mcp_sign_ins where signed_in_at is null;
alter table mcp_sign_ins
  -- Null while there is only an attempt, and when tokens were refused.
  alter column sealed drop not null,
  -- Of the server: tokens are for no other.
  add column url text,
  -- The first authorization server that was seen: tokens and secrets are for no other.
  add column issuer text,
  -- Of the sign-in under way, encrypted.
  add column attempt text,
  -- Whoever has claimed the renewal; only they write tokens, or give it back.
  add column renewing_by uuid,
  drop column version;
update mcp_sign_ins
  set url = s.settings ->> 'url', state_hash = null, state_until = null, renewing_until = null
  from mcp_servers s where s.id = mcp_sign_ins.server_id;
delete from mcp_sign_ins where url is null;
alter table mcp_sign_ins alter column url set not null;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS.split(/;\n/).filter((text) => text.trim() !== ''))
    await sql.raw(statement).execute(db);
}
