/** Writes what is known of conversations: one statement for each table, however many rows, all or nothing. */
import { sql } from 'kysely';
import type { Queries } from '../store/database.ts';
import { addResponseTimes } from './response-hours.ts';
import type { Counts, RecordBatch } from './record-changes.ts';

/** Conversations whose texts are not kept have nobody else who counts their messages. */
export interface RecordWriteOptions {
  readonly countMessages: boolean;
}

export async function writeRecords(
  queries: Queries,
  batch: RecordBatch,
  options: RecordWriteOptions,
): Promise<void> {
  await queries.transaction().execute(async (transaction) => {
    if (batch.sessions.length > 0) await writeSessions(transaction, batch, options);
    if (batch.usage.length > 0) await writeUsage(transaction, batch);
    if (batch.toolUse.length > 0) await writeToolUse(transaction, batch);
    if (batch.turns.length > 0) await writeTurns(transaction, batch);
    if (batch.events.length > 0) await writeEvents(transaction, batch);
  });
}

const time = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString();

const countColumns = (adds: Readonly<Counts>): object => ({
  messages: adds.messages,
  turns: adds.turns,
  interruptions: adds.interruptions,
  failures: adds.failures,
  renewals: adds.renewals,
  duration_ms: Math.round(adds.durationMs),
  input_speech: adds.inputSpeechTokens,
  input_text: adds.inputTextTokens,
  output_speech: adds.outputSpeechTokens,
  output_text: adds.outputTextTokens,
  cost: adds.cost,
  response_sum: Math.round(adds.responseMsSum),
  response_count: adds.responseCount,
});

const COUNT_TYPES = sql.raw(`
  messages integer, turns integer, interruptions integer, failures integer, renewals integer, duration_ms bigint,
  input_speech bigint, input_text bigint, output_speech bigint, output_text bigint, cost double precision,
  response_sum bigint, response_count integer`);

async function writeSessions(
  queries: Queries,
  { sessions }: RecordBatch,
  { countMessages }: RecordWriteOptions,
): Promise<void> {
  const rows = sessions.map(({ sessionId, deviceId, at, facts, adds }) => ({
    id: sessionId,
    device_id: deviceId,
    at: time(at),
    started_at: time(facts.startedAt),
    opened_at: time(facts.openedAt),
    ended_at: time(facts.endedAt),
    end_reason: facts.endReason ?? null,
    model_id: facts.modelId ?? null,
    voice: facts.voice ?? null,
    config_revision: facts.configRevision ?? null,
    startup: facts.startup ?? null,
    totals: facts.totals ?? null,
    has_audio: facts.hasAudio ?? null,
    ...countColumns(adds),
    ...(!countMessages && { messages: 0 }),
  }));
  const changes = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
    id uuid, device_id text, at timestamptz, started_at timestamptz, opened_at timestamptz, ended_at timestamptz,
    end_reason text, model_id text, voice text, config_revision integer, startup jsonb, totals jsonb,
    has_audio boolean, ${COUNT_TYPES})`;
  await sql`
    insert into sessions (id, tenant_id, device_id, started_at, last_at)
    select r.id, coalesce(d.tenant_id, 'default'), r.device_id, coalesce(r.started_at, r.at), r.at
    from ${changes} left join devices d on d.id = r.device_id
    on conflict (id) do nothing`.execute(queries);
  await sql`
    update sessions s set
      user_id = coalesce(s.user_id, (select owner_id from devices d where d.id = s.device_id)),
      started_at = coalesce(r.started_at, s.started_at),
      opened_at = coalesce(r.opened_at, s.opened_at),
      last_at = greatest(s.last_at, r.at),
      ended_at = coalesce(r.ended_at, s.ended_at),
      end_reason = coalesce(r.end_reason, s.end_reason),
      model_id = coalesce(r.model_id, s.model_id),
      voice = coalesce(r.voice, s.voice),
      config_revision = coalesce(r.config_revision, s.config_revision),
      startup = coalesce(r.startup, s.startup),
      totals = coalesce(r.totals, s.totals),
      has_audio = coalesce(r.has_audio, s.has_audio),
      message_count = s.message_count + r.messages,
      turn_count = s.turn_count + r.turns,
      interruption_count = s.interruption_count + r.interruptions,
      failure_count = s.failure_count + r.failures,
      renewal_count = s.renewal_count + r.renewals,
      duration_ms = s.duration_ms + r.duration_ms,
      input_speech_tokens = s.input_speech_tokens + r.input_speech,
      input_text_tokens = s.input_text_tokens + r.input_text,
      output_speech_tokens = s.output_speech_tokens + r.output_speech,
      output_text_tokens = s.output_text_tokens + r.output_text,
      cost = s.cost + r.cost
    from ${changes} where s.id = r.id`.execute(queries);
}

/** For each device, and for all of its tenant together: with many devices, their rows are too many to add up. */
async function writeUsage(queries: Queries, { usage }: RecordBatch): Promise<void> {
  const rows = usage.map(({ deviceId, hour, sessions, adds }) => ({
    device_id: deviceId,
    hour: time(hour),
    sessions,
    ...countColumns(adds),
  }));
  await sql`
    insert into usage_hours as u (tenant_id, device_id, hour, sessions, turns, messages, interruptions, failures,
      duration_ms, input_speech_tokens, input_text_tokens, output_speech_tokens, output_text_tokens, cost,
      response_ms_sum, response_count)
    select r.tenant_id, of_whom.device_id, r.hour, sum(r.sessions), sum(r.turns), sum(r.messages),
      sum(r.interruptions), sum(r.failures), sum(r.duration_ms), sum(r.input_speech), sum(r.input_text),
      sum(r.output_speech), sum(r.output_text), sum(r.cost), sum(r.response_sum), sum(r.response_count)
    from (
      select coalesce(d.tenant_id, 'default') as tenant_id, r.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(device_id text, hour timestamptz, sessions integer, ${COUNT_TYPES})
        left join devices d on d.id = r.device_id
    ) r cross join lateral (values (r.device_id), ('')) as of_whom(device_id)
    group by r.tenant_id, of_whom.device_id, r.hour
    on conflict (tenant_id, device_id, hour) do update set
      sessions = u.sessions + excluded.sessions,
      turns = u.turns + excluded.turns,
      messages = u.messages + excluded.messages,
      interruptions = u.interruptions + excluded.interruptions,
      failures = u.failures + excluded.failures,
      duration_ms = u.duration_ms + excluded.duration_ms,
      input_speech_tokens = u.input_speech_tokens + excluded.input_speech_tokens,
      input_text_tokens = u.input_text_tokens + excluded.input_text_tokens,
      output_speech_tokens = u.output_speech_tokens + excluded.output_speech_tokens,
      output_text_tokens = u.output_text_tokens + excluded.output_text_tokens,
      cost = u.cost + excluded.cost,
      response_ms_sum = u.response_ms_sum + excluded.response_ms_sum,
      response_count = u.response_count + excluded.response_count`.execute(queries);
}

/** As with usage, also for all devices together. */
async function writeToolUse(queries: Queries, { toolUse }: RecordBatch): Promise<void> {
  const rows = toolUse.map(
    ({ deviceId, hour, source, name, calls, failures, timeouts, durationMs, maxMs }) => ({
      device_id: deviceId,
      hour: time(hour),
      source,
      name,
      calls,
      failures,
      timeouts,
      duration_ms: Math.round(durationMs),
      max_ms: Math.round(maxMs),
    }),
  );
  await sql`
    insert into tool_usage_hours as u (tenant_id, device_id, source, name, hour, calls, failures, timeouts, duration_ms,
      max_ms)
    select coalesce(d.tenant_id, 'default') as tenant_id, of_whom.device_id, r.source, r.name, r.hour, sum(r.calls),
      sum(r.failures), sum(r.timeouts), sum(r.duration_ms), max(r.max_ms)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(device_id text, hour timestamptz, source text, name text, calls integer, failures integer, timeouts integer,
        duration_ms bigint, max_ms integer)
      left join devices d on d.id = r.device_id
      cross join lateral (values (r.device_id), ('')) as of_whom(device_id)
    group by 1, of_whom.device_id, r.source, r.name, r.hour
    on conflict (tenant_id, device_id, hour, source, name) do update set
      calls = u.calls + excluded.calls,
      failures = u.failures + excluded.failures,
      timeouts = u.timeouts + excluded.timeouts,
      duration_ms = u.duration_ms + excluded.duration_ms,
      max_ms = greatest(u.max_ms, excluded.max_ms)`.execute(queries);
}

/** Of conversations that were deleted meanwhile nothing is written. */
async function writeTurns(queries: Queries, { turns }: RecordBatch): Promise<void> {
  const rows = turns.map(({ sessionId, at, generation, marks, playedMs, interrupted, spans }, n) => ({
    n,
    session_id: sessionId,
    at: time(at),
    generation,
    marks,
    played_ms: playedMs === null ? null : Math.round(playedMs),
    interrupted,
    response: spans['response'] ?? null,
    endpointing: spans['endpointing'] ?? null,
    thinking: spans['thinking'] ?? null,
    tool: spans['tool'] ?? null,
    bridge: spans['bridge'] ?? null,
    delivery: spans['delivery'] ?? null,
  }));
  const found = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      n integer, session_id uuid, at timestamptz, generation integer, marks jsonb, played_ms integer,
      interrupted boolean, response integer, endpointing integer, thinking integer, tool integer, bridge integer,
      delivery integer)
      join sessions s on s.id = r.session_id`;
  await addResponseTimes(queries, sql`(select s.tenant_id, r.at, r.response as response_ms from ${found})`);
  await sql`
    insert into turns (tenant_id, session_id, device_id, at, generation, marks, played_ms, interrupted, response_ms,
      endpointing_ms, thinking_ms, tool_ms, bridge_ms, delivery_ms)
    select s.tenant_id, s.id, s.device_id, r.at, r.generation, r.marks, r.played_ms, r.interrupted, r.response,
      r.endpointing, r.thinking, r.tool, r.bridge, r.delivery
    from ${found} order by r.n`.execute(queries);
}

/** They go on counting where the broker before this one stopped. */
async function writeEvents(queries: Queries, { events }: RecordBatch): Promise<void> {
  const rows = events.map(({ sessionId, at, kind, payload }, n) => ({
    n,
    session_id: sessionId,
    at: time(at),
    kind,
    payload,
  }));
  await sql`
    insert into session_events (session_id, seq, tenant_id, at, kind, payload)
    select s.id,
      coalesce((select max(seq) from session_events e where e.session_id = s.id), 0)
        + row_number() over (partition by s.id order by r.n),
      s.tenant_id, r.at, r.kind, r.payload
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(
      n integer, session_id uuid, at timestamptz, kind text, payload jsonb)
      join sessions s on s.id = r.session_id`.execute(queries);
}
