/** Tenants, people, programs, devices, conversations and what is known of them. */
import { type Kysely, sql } from 'kysely';

/*
 * Habits of every table: what belongs to somebody carries its tenant; times are whole milliseconds, so that a value that
 * went through JavaScript finds its row again; text that is sorted by has collation "C", the same on every engine.
 */
const STATEMENTS = `
create table deployment (
  key text primary key,
  value jsonb not null
);

create table tenants (
  id text collate "C" primary key,
  name text not null,
  created_at timestamptz(3) not null default now(),
  disabled_at timestamptz(3)
);
insert into tenants (id, name) values ('default', 'Default');

-- People

create table users (
  id uuid primary key,
  tenant_id text not null references tenants,
  email text collate "C" not null unique,
  name text collate "C" not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'viewer', 'device_user')),
  password_hash text,
  oidc_subject text unique,
  language text,
  availability text not null default 'offline' check (availability in ('online', 'busy', 'offline')),
  max_conversations integer not null default 1,
  failed_sign_ins integer not null default 0,
  locked_until timestamptz(3),
  created_at timestamptz(3) not null default now(),
  password_changed_at timestamptz(3),
  last_sign_in_at timestamptz(3),
  disabled_at timestamptz(3)
);
create index users_by_name on users (tenant_id, name, id);
create index users_by_role on users (tenant_id, role, name, id);
create index users_by_email on users (tenant_id, email, id);
create index users_by_start_of_name on users (tenant_id, (lower(name collate "default") collate "C"));
create index users_by_creation on users (tenant_id, created_at desc, id desc);

create table one_time_links (
  hash bytea primary key,
  purpose text not null check (purpose in ('setup', 'invitation', 'password')),
  tenant_id text not null references tenants,
  user_id uuid references users on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);

create table sign_ins (
  id uuid primary key,
  tenant_id text not null references tenants,
  user_id uuid not null references users on delete cascade,
  method text not null check (method in ('password', 'oidc', 'proxy', 'link')),
  address text,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  last_used_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  revoked_at timestamptz(3),
  revoke_reason text
);
create index sign_ins_of_user on sign_ins (user_id, last_used_at desc, id desc);
create index sign_ins_by_expiry on sign_ins (expires_at);

create table refresh_tokens (
  hash bytea primary key,
  sign_in_id uuid not null references sign_ins on delete cascade,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  used_at timestamptz(3)
);
create index refresh_tokens_of_sign_in on refresh_tokens (sign_in_id);

create table signing_keys (
  id text primary key,
  secret text not null,
  created_at timestamptz(3) not null default now(),
  retires_at timestamptz(3) not null
);

create table user_settings (
  user_id uuid primary key references users on delete cascade,
  tenant_id text not null references tenants,
  body jsonb not null,
  version integer not null default 1,
  updated_at timestamptz(3) not null default now()
);

-- Programs

create table api_keys (
  id uuid primary key,
  tenant_id text not null references tenants,
  name text collate "C" not null,
  prefix text not null,
  hash bytea not null unique,
  permissions text[] not null,
  created_by uuid references users on delete set null,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3),
  last_used_at timestamptz(3),
  revoked_at timestamptz(3)
);
create index api_keys_of_creator on api_keys (created_by) where revoked_at is null;
create index api_keys_by_creation on api_keys (tenant_id, created_at desc, id desc);

-- Devices

create table device_groups (
  id uuid primary key,
  tenant_id text not null references tenants,
  name text collate "C" not null,
  about text not null default '',
  created_at timestamptz(3) not null default now(),
  unique (tenant_id, name)
);

create table devices (
  id text collate "C" primary key,
  tenant_id text not null references tenants,
  name text collate "C" not null,
  group_id uuid references device_groups on delete set null,
  owner_id uuid references users on delete set null,
  enabled boolean not null default true,
  secret_hash text,
  -- A rotation under way: both are good until the next one is used for the first time.
  next_secret_hash text,
  next_secret_at timestamptz(3),
  certificate_sha256 text,
  log_level text,
  created_at timestamptz(3) not null default now(),
  rotated_at timestamptz(3),
  -- Of the last change of what the device inherits, such as its group, or of its creation.
  scope_revision integer not null default 0,
  -- Added to revisions for this device, which has seen higher ones, as of a database that was lost.
  revision_offset integer not null default 0,
  online boolean not null default false,
  node_id text,
  connection_id text,
  address text,
  transport text,
  online_at timestamptz(3),
  offline_at timestamptz(3),
  offline_reason text,
  unstable_until timestamptz(3),
  last_seen_at timestamptz(3),
  firmware_name text,
  firmware_version text,
  hardware_model text,
  hardware_serial text,
  language text,
  capabilities jsonb,
  telemetry jsonb,
  telemetry_at timestamptz(3)
);
create index devices_by_id on devices (tenant_id, id);
create index devices_by_name on devices (tenant_id, name, id);
create index devices_by_creation on devices (tenant_id, created_at desc, id desc);
create index devices_by_last_seen on devices (tenant_id, last_seen_at desc nulls last, id desc);
create index devices_by_last_seen_upwards on devices (tenant_id, last_seen_at, id);
create index devices_by_lower_name on devices (tenant_id, lower(name) collate "C", id);
create index devices_by_hardware on devices (tenant_id, hardware_model, id);
create index devices_unstable on devices (unstable_until) where unstable_until is not null;
create index devices_of_group on devices (group_id, id);
create index devices_of_owner on devices (owner_id, id);
create index devices_by_firmware on devices (tenant_id, firmware_version, id);
create index devices_online on devices (tenant_id, id) where online;
create index devices_of_node on devices (node_id) where online;
create index devices_offline on devices (offline_at) where not online;
create index devices_with_log_level on devices (id) where log_level is not null;

create table device_tags (
  device_id text collate "C" not null references devices on delete cascade,
  tag text collate "C" not null,
  tenant_id text not null references tenants,
  primary key (device_id, tag)
);
create index device_tags_by_tag on device_tags (tenant_id, tag, device_id);

-- Who is where, and why it left
create table device_events (
  id bigint generated always as identity primary key,
  tenant_id text not null references tenants,
  device_id text collate "C" not null references devices on delete cascade,
  at timestamptz(3) not null default now(),
  kind text not null,
  reason text,
  connection_id text,
  detail jsonb
);
create index device_events_of_device on device_events (device_id, id desc);
create index device_events_by_time on device_events (at);

create table device_telemetry (
  id bigint generated always as identity primary key,
  tenant_id text not null references tenants,
  device_id text collate "C" not null references devices on delete cascade,
  at timestamptz(3) not null default now(),
  readings jsonb not null
);
create index device_telemetry_of_device on device_telemetry (device_id, at desc);
create index device_telemetry_by_time on device_telemetry (at);

-- One counter for all, so that of two effective configurations the later has the higher number.
create sequence config_revision as integer;

create table device_configs (
  tenant_id text not null references tenants,
  scope text not null check (scope in ('fleet', 'group', 'device')),
  -- Empty for the fleet.
  scope_id text collate "C" not null,
  version integer not null,
  revision integer not null default nextval('config_revision'),
  -- Of the version that last changed what devices themselves are told, this one or an earlier.
  device_revision integer not null,
  -- Whether it holds anything that devices themselves are told.
  has_device_keys boolean not null,
  body jsonb not null,
  changed_at timestamptz(3) not null default now(),
  changed_by text not null,
  restored_from integer,
  primary key (tenant_id, scope, scope_id, version)
);

create table device_reports (
  device_id text collate "C" primary key references devices on delete cascade,
  tenant_id text not null references tenants,
  revision integer not null,
  -- The result of each key.
  results jsonb not null,
  -- Of all keys together, for the revision that was current when it came.
  outcome text not null,
  reported_at timestamptz(3) not null default now()
);
create index device_reports_of_trouble on device_reports (tenant_id, outcome, device_id)
  where outcome in ('partially_applied', 'rejected', 'drifted');

create table device_commands (
  id integer generated always as identity primary key,
  tenant_id text not null references tenants,
  device_id text collate "C" not null references devices on delete cascade,
  kind text not null,
  -- The process whose connection it goes over.
  node_id text,
  argument jsonb not null,
  status text not null,
  detail text,
  created_by text not null,
  created_at timestamptz(3) not null default now(),
  deadline_at timestamptz(3) not null,
  finished_at timestamptz(3)
);
create index device_commands_of_device on device_commands (device_id, id desc);
create index device_commands_by_time on device_commands (created_at);
create index device_commands_open on device_commands (deadline_at) where finished_at is null;

create table device_claims (
  id uuid primary key,
  code text collate "C" not null,
  key_hash bytea not null,
  device_id text collate "C" not null,
  hardware jsonb not null,
  address text,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  claimed_at timestamptz(3),
  claimed_by text,
  tenant_id text references tenants,
  -- Encrypted, until the device has signed in with it.
  credential text,
  delivered_at timestamptz(3)
);
create unique index device_claims_by_code on device_claims (code) where claimed_at is null;
create unique index device_claims_pending on device_claims (device_id) where claimed_at is null;
create index device_claims_of_device on device_claims (device_id, created_at desc);
create index device_claims_by_expiry on device_claims (expires_at);

create table mcp_servers (
  id uuid primary key,
  tenant_id text not null references tenants,
  name text collate "C" not null,
  transport text not null check (transport in ('stdio', 'http', 'sse')),
  settings jsonb not null,
  -- Headers, variables and the like, encrypted.
  secrets text,
  enabled boolean not null default true,
  version integer not null default 1,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  updated_by text not null,
  unique (tenant_id, name)
);

create table mcp_server_versions (
  server_id uuid not null references mcp_servers on delete cascade,
  version integer not null,
  settings jsonb not null,
  changed_at timestamptz(3) not null default now(),
  changed_by text not null,
  primary key (server_id, version)
);

-- Conversations

create table sessions (
  id uuid primary key,
  -- In the order in which they were first heard of, whatever the clock said.
  ordinal bigint not null generated always as identity,
  tenant_id text not null references tenants,
  device_id text collate "C" not null,
  user_id uuid,
  workspace text collate "C",
  number bigint not null default 0,
  frame_duration_ms integer not null default 0,
  mode integer not null default 0,
  -- The first time; a broker that was restarted opens it once more.
  started_at timestamptz(3) not null,
  opened_at timestamptz(3),
  last_at timestamptz(3) not null,
  ended_at timestamptz(3),
  end_reason text,
  model_id text,
  voice text,
  config_revision integer,
  opened_times integer not null default 0,
  message_count integer not null default 0,
  turn_count integer not null default 0,
  interruption_count integer not null default 0,
  failure_count integer not null default 0,
  renewal_count integer not null default 0,
  duration_ms bigint not null default 0,
  input_speech_tokens bigint not null default 0,
  input_text_tokens bigint not null default 0,
  output_speech_tokens bigint not null default 0,
  output_text_tokens bigint not null default 0,
  cost double precision not null default 0,
  -- What the start took, in parts, in milliseconds.
  startup jsonb,
  totals jsonb
);
create index sessions_by_start on sessions (tenant_id, started_at desc, id desc);
create index sessions_of_device on sessions (tenant_id, device_id, started_at desc, id desc);
create index sessions_of_user on sessions (tenant_id, user_id, started_at desc, id desc);
create index sessions_of_workspace on sessions (tenant_id, workspace, started_at desc, id desc);
create index sessions_by_ordinal on sessions (device_id, ordinal desc);
create index sessions_by_last on sessions (last_at);
create index sessions_by_reason on sessions (tenant_id, end_reason, started_at desc, id desc);
create index sessions_open on sessions (tenant_id, started_at desc, id desc) where ended_at is null;

create table messages (
  id bigint generated always as identity primary key,
  tenant_id text not null references tenants,
  session_id uuid not null references sessions on delete cascade,
  device_id text collate "C" not null,
  at timestamptz(3) not null,
  role text not null check (role in ('user', 'assistant')),
  text text not null,
  generation integer not null,
  interrupted boolean not null default false,
  -- The words as they are searched for, split by the broker so that languages without spaces work too.
  words tsvector not null
);
create index messages_of_session on messages (session_id, id);
create index messages_by_time on messages (tenant_id, at desc, id desc);
create index messages_of_device on messages (tenant_id, device_id, at desc, id desc);
create index messages_by_age on messages (at);
create index messages_by_words on messages using gin (words);

create table turns (
  id bigint generated always as identity primary key,
  tenant_id text not null references tenants,
  session_id uuid not null references sessions on delete cascade,
  device_id text collate "C" not null,
  at timestamptz(3) not null,
  generation integer not null,
  -- The mark's name to milliseconds since the first mark.
  marks jsonb not null,
  played_ms integer,
  interrupted boolean not null,
  response_ms integer,
  endpointing_ms integer,
  thinking_ms integer,
  tool_ms integer,
  bridge_ms integer,
  delivery_ms integer
);
create index turns_of_session on turns (session_id, id);
create index turns_by_time on turns (tenant_id, at desc, id desc)
  include (device_id, interrupted, response_ms, thinking_ms);
create index turns_of_device on turns (tenant_id, device_id, at desc, id desc);
create index turns_by_age on turns (at);

create table usage_hours (
  tenant_id text not null references tenants,
  device_id text collate "C" not null,
  hour timestamptz(3) not null,
  sessions integer not null default 0,
  turns integer not null default 0,
  messages integer not null default 0,
  interruptions integer not null default 0,
  failures integer not null default 0,
  duration_ms bigint not null default 0,
  input_speech_tokens bigint not null default 0,
  input_text_tokens bigint not null default 0,
  output_speech_tokens bigint not null default 0,
  output_text_tokens bigint not null default 0,
  cost double precision not null default 0,
  response_ms_sum bigint not null default 0,
  response_count integer not null default 0,
  primary key (tenant_id, device_id, hour)
);
create index usage_hours_by_hour on usage_hours (tenant_id, hour);
create index usage_hours_by_age on usage_hours (hour);

create table session_events (
  session_id uuid not null references sessions on delete cascade,
  seq integer not null,
  tenant_id text not null references tenants,
  at timestamptz(3) not null,
  kind text not null,
  payload jsonb not null,
  primary key (session_id, seq)
);
create index session_events_by_age on session_events (at);
create index session_events_with_texts on session_events (at) where kind = 'transcript';

-- Oversight

create table audit_log (
  id bigint generated always as identity primary key,
  tenant_id text not null references tenants,
  at timestamptz(3) not null default now(),
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  via text not null,
  address text,
  action text not null,
  target_kind text,
  target_id text,
  result text not null,
  detail jsonb,
  request_id text
);
create index audit_log_by_time on audit_log (tenant_id, at desc, id desc);
create index audit_log_by_action on audit_log (tenant_id, action, at desc, id desc);
create index audit_log_by_actor on audit_log (tenant_id, actor_id, at desc, id desc);
create index audit_log_by_target on audit_log (tenant_id, target_kind, target_id, at desc, id desc);
create index audit_log_of_refusals on audit_log (tenant_id, result, at desc, id desc) where result <> 'ok';
create index audit_log_by_age on audit_log (at);

create table alerts (
  id uuid primary key,
  tenant_id text not null references tenants,
  rule text not null,
  dedupe_key text not null,
  severity text not null check (severity in ('info', 'warning', 'critical')),
  subject_kind text,
  subject_id text,
  title text not null,
  detail jsonb,
  times integer not null default 1,
  opened_at timestamptz(3) not null default now(),
  last_at timestamptz(3) not null default now(),
  acknowledged_at timestamptz(3),
  acknowledged_by text,
  resolved_at timestamptz(3)
);
create unique index alerts_open on alerts (tenant_id, dedupe_key) where resolved_at is null;
create index alerts_by_time on alerts (tenant_id, opened_at desc, id desc);
create index alerts_by_resolution on alerts (resolved_at) where resolved_at is not null;

create table idempotency_keys (
  scope text not null,
  key text not null,
  request_hash text not null,
  response jsonb,
  created_at timestamptz(3) not null default now(),
  expires_at timestamptz(3) not null,
  primary key (scope, key)
);
create index idempotency_keys_by_expiry on idempotency_keys (expires_at);
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  // One statement at a time: with parameters possible or not, every engine takes that.
  for (const statement of STATEMENTS.split(/;\s*\n/)) {
    if (statement.trim()) await sql.raw(statement).execute(db);
  }
}
