/** Fills a database with a fleet that has talked a lot: to see how lists and searches do when there is much to look through. */
import { type RawBuilder, sql } from 'kysely';
import { addResponseTimes } from '../history/response-hours.ts';
import type { Queries } from '../store/database.ts';

export interface FleetSizes {
  readonly devices: number;
  readonly sessions: number;
  readonly messages: number;
  readonly turns: number;
  /** Over which they are spread, up to now. */
  readonly days: number;
}

export const FLEET: FleetSizes = {
  devices: 10_000,
  sessions: 100_000,
  messages: 1_000_000,
  turns: 200_000,
  days: 60,
};

export interface SeedOptions {
  readonly sizes?: FleetSizes;
  readonly tenantId?: string;
  readonly onProgress?: (what: string, done: number, of: number) => void;
}

/** Owns the first five devices of the fleet. */
export const SEED_PERSON = '00000000-0000-7000-9000-000000000001';

const ROWS_AT_ONCE = 20_000;
const SENTENCES = 20_000;
const REASONS = [
  'REQUESTED',
  'REQUESTED',
  'SILENCE',
  'SILENCE',
  'SILENCE',
  'DEVICE_LOST',
  'MODEL_FAILED',
  'REPLACED',
];
/** The first ones are in most sentences, the last ones in few, as it is with words. */
const COMMON =
  'the is what you please weather time light turn on off in room kitchen play music today tomorrow how when'.split(
    ' ',
  );
const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu'.split(' ');

/** Adds to what is there. Devices are called `seed-000001` and so on. */
export async function seedFleet(queries: Queries, options: SeedOptions = {}): Promise<void> {
  const { sizes = FLEET, tenantId = 'default', onProgress = () => {} } = options;
  const inPieces = async (
    what: string,
    of: number,
    insert: (from: number, to: number) => RawBuilder<unknown>,
  ) => {
    for (let from = 1; from <= of; from += ROWS_AT_ONCE) {
      const to = Math.min(of, from + ROWS_AT_ONCE - 1);
      await insert(from, to).execute(queries);
      onProgress(what, to, of);
    }
  };
  await seedPerson(queries, tenantId);
  await inPieces('devices', sizes.devices, (from, to) => devices(tenantId, from, to));
  await seedSentences(queries);
  await inPieces('sessions', sizes.sessions, (from, to) => sessions(tenantId, sizes, from, to));
  await inPieces('messages', sizes.messages, (from, to) => messages(tenantId, sizes, from, to));
  await inPieces('turns', sizes.turns, (from, to) => turns(tenantId, sizes, from, to));
  onProgress('usage', 0, 1);
  await usage(tenantId).execute(queries);
  await addResponseTimes(
    queries,
    sql`(select * from turns where tenant_id = ${tenantId} and device_id like 'seed-%')`,
  );
  await sql`drop table seed_sentences`.execute(queries);
  onProgress('statistics', 0, 1);
  for (const table of ['devices', 'sessions', 'messages', 'turns', 'usage_hours', 'response_hours'])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(queries);
}

const nameOf = (n: RawBuilder<unknown>): RawBuilder<unknown> => sql`'seed-' || lpad((${n})::text, 6, '0')`;
/** The n-th conversation, always the same. */
const sessionIdOf = (n: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`('00000000-0000-7000-a000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
/** Some devices talk much more than others. */
const deviceOf = (n: RawBuilder<unknown>, { devices }: FleetSizes): RawBuilder<unknown> =>
  nameOf(sql`1 + floor(${devices}::integer * power(((${n}) * 7919 % 100003) / 100003.0, 2))::integer`);
const timeOf = (n: RawBuilder<unknown>, of: number, days: number): RawBuilder<unknown> =>
  sql`(now() - (${days * 86_400}::double precision * (1 - (${n})::double precision / ${of}::double precision)) * interval '1 second')`;

async function seedPerson(queries: Queries, tenantId: string): Promise<void> {
  await queries
    .insertInto('users')
    .values({ id: SEED_PERSON, tenantId, email: 'seed@example.com', name: 'Seed', role: 'device_user' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

const devices = (tenantId: string, from: number, to: number): RawBuilder<unknown> => sql`
  insert into devices (id, tenant_id, name, owner_id, owner_since, online, online_at, last_seen_at, firmware_name, firmware_version)
  select ${nameOf(sql`n`)}, ${tenantId}, 'Speaker ' || n, case when n <= 5 then ${SEED_PERSON}::uuid end,
    case when n <= 5 then now() - interval '10 years' end, n % 3 = 0,
    now(), now() - n * interval '1 minute', 'pipit', '1.' || n % 7
  from generate_series(${from}::integer, ${to}::integer) n on conflict do nothing`;

async function seedSentences(queries: Queries): Promise<void> {
  const rare = SYLLABLES.flatMap((a) =>
    SYLLABLES.flatMap((b) => SYLLABLES.slice(0, 5).map((c) => a + b + c)),
  );
  const words = [...COMMON, ...rare];
  const sentence = (n: number): string =>
    Array.from({ length: 5 + (n % 9) }, (_, i) => {
      const chance = ((n * 31 + i * 17 + n * i * 7) % 9973) / 9973;
      return words[Math.floor(words.length * chance ** 4)]!;
    }).join(' ');
  const texts = Array.from({ length: SENTENCES }, (_, n) => sentence(n + 1));
  await sql`drop table if exists seed_sentences`.execute(queries);
  await sql`create table seed_sentences (k integer primary key, text text not null, words tsvector not null)`.execute(
    queries,
  );
  await sql`
    insert into seed_sentences select k, text, array_to_tsvector(string_to_array(text, ' '))
    from unnest(${texts}::text[]) with ordinality as t(text, k)`.execute(queries);
}

const sessions = (tenantId: string, sizes: FleetSizes, from: number, to: number): RawBuilder<unknown> => {
  const started = timeOf(sql`n`, sizes.sessions, sizes.days);
  return sql`
  insert into sessions (id, tenant_id, device_id, user_id, workspace, started_at, opened_at, last_at, ended_at, end_reason,
    model_id, voice, opened_times, message_count, turn_count, duration_ms, input_speech_tokens, output_speech_tokens, cost,
    startup)
  select ${sessionIdOf(sql`n`)}, ${tenantId}, ${deviceOf(sql`n`, sizes)},
    coalesce(
      (select owner_id from devices d where d.id = ${deviceOf(sql`n`, sizes)}),
      case when n % 500 = 0 then ${SEED_PERSON}::uuid end
    ),
    'team-' || n % 40, ${started}, ${started}, ${started} + interval '2 minutes',
    case when n <= ${sizes.sessions - 50}::integer then ${started} + interval '2 minutes' end,
    case when n <= ${sizes.sessions - 50}::integer then (${REASONS}::text[])[1 + n % ${REASONS.length}::integer] end,
    'amazon.nova-2-sonic-v1:0', 'matthew', 1, 10, 2, 120000, 2500, 4000, 0.06, '{"accept":1,"history":9,"model":410,"total":420}'
  from generate_series(${from}::integer, ${to}::integer) n on conflict do nothing`;
};

const messages = (tenantId: string, sizes: FleetSizes, from: number, to: number): RawBuilder<unknown> => {
  const session = sql`(1 + ((n - 1)::bigint * ${sizes.sessions}::bigint / ${sizes.messages}::bigint))::integer`;
  return sql`
  insert into messages (tenant_id, session_id, device_id, at, role, text, generation, interrupted, words)
  select ${tenantId}, ${sessionIdOf(session)}, ${deviceOf(session, sizes)}, ${timeOf(sql`n`, sizes.messages, sizes.days)},
    case when n % 2 = 1 then 'user' else 'assistant' end, s.text || ' ' || n % 100000, n % 10, false,
    s.words || array_to_tsvector(array[(n % 100000)::text])
  from generate_series(${from}::integer, ${to}::integer) n
    join seed_sentences s on s.k = 1 + (n::bigint * 7919 % ${SENTENCES}::integer)::integer
  order by n`;
};

const turns = (tenantId: string, sizes: FleetSizes, from: number, to: number): RawBuilder<unknown> => {
  const session = sql`(1 + ((n - 1)::bigint * ${sizes.sessions}::bigint / ${sizes.turns}::bigint))::integer`;
  return sql`
  insert into turns (tenant_id, session_id, device_id, at, generation, marks, played_ms, interrupted, response_ms,
    endpointing_ms, thinking_ms, bridge_ms, delivery_ms)
  select ${tenantId}, ${sessionIdOf(session)}, ${deviceOf(session, sizes)}, ${timeOf(sql`n`, sizes.turns, sizes.days)}, n % 9,
    jsonb_build_object('speechEnd', 0, 'speechEndDetected', 300, 'firstModelAudio', 700 + n % 600, 'playbackStarted', 760 + n % 600),
    3000, n % 11 = 0, 760 + n % 600, 300, 400 + n % 600, 2, 58
  from generate_series(${from}::integer, ${to}::integer) n`;
};

/** By device and hour, and of all devices. */
const usage = (tenantId: string): RawBuilder<unknown> => sql`
  insert into usage_hours (tenant_id, device_id, hour, sessions, turns, messages, duration_ms, input_speech_tokens,
    output_speech_tokens, cost, response_ms_sum, response_count)
  select tenant_id, of_whom, date_trunc('hour', started_at), count(*), sum(turn_count), sum(message_count), sum(duration_ms),
    sum(input_speech_tokens), sum(output_speech_tokens), sum(cost), sum(turn_count) * 900, sum(turn_count)
  from sessions cross join lateral (values (device_id), ('')) as v(of_whom)
  where tenant_id = ${tenantId} and device_id like 'seed-%'
  group by 1, 2, 3 on conflict do nothing`;
