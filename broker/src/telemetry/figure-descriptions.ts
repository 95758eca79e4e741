/**
 * What each figure means: for the HELP lines of /metrics and for docs/metrics.md. Names that end in `_total` only ever
 * grow while the process lives; all others go up and down.
 */
import { REASON_TEXTS, type ReasonName } from '@pipit/protocol';

export interface FigureDescription {
  /** Of a family with the part in capitals that differs, like `session_ended_REASON_total`. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  /** One line, without a full stop. */
  readonly about: string;
}

const SINGLE: Readonly<Record<string, string>> = {
  alerts_dropped_total:
    'notices of alerts that were given up: a channel failed for too long, or too many waited',
  alerts_open: 'alerts that are open',
  alerts_send_failures_total: 'attempts to send a notice that failed; most are tried again',
  alerts_sent_total: 'notices that a channel took',
  audit_entries_dropped_total: 'entries of the audit log that were lost, because too many waited',
  audit_entries_waiting: 'entries of the audit log that wait for the database',
  audit_write_failures_total: 'writes of the audit log that failed; they are tried again',
  auth_passwords_refused_busy_total: 'passwords that were not checked, because too many waited',
  auth_passwords_waiting: 'passwords that wait to be checked',
  auth_principals_cached: 'people and programs whose rights are remembered',
  auth_proxy_headers_ignored_total: 'headers of the SSO proxy from senders that are no proxy',
  database_backups_failed_total: 'backups of the embedded database that failed',
  database_backups_total: 'backups of the embedded database that were written',
  database_connections: 'connections to the database',
  database_waiting: 'queries that wait for a connection to the database',
  device_audio_dropped_total:
    'messages of audio that were dropped on the way to devices that read too slowly',
  device_audio_in_total: 'messages of audio from devices',
  device_audio_out_total: 'messages of audio to devices',
  device_config_errors_total: 'times that the settings of a device could not be read from the database',
  device_configs_sent_total: 'messages with settings that were sent to devices',
  device_connected: 'devices that are signed in',
  device_connections_total: 'connections that were opened, of devices and of anybody else',
  device_decode_errors_total: 'messages of devices that could not be read',
  device_errors_reported_total: 'errors that devices reported',
  device_flapping_total: 'sign-ins of devices that come and go so often that not all of it is logged',
  device_floods_total: 'connections that were closed because the device sent too much for too long',
  device_forbidden_publish_total: 'messages to topics that the device may not publish on',
  device_forbidden_subscribe_total: 'subscriptions to topics that the device may not hear',
  device_handler_errors_total: 'faults of the broker while it handled a message of a device',
  device_mqtt_errors_total: 'errors of MQTT on connections of devices',
  device_over_capacity_total: 'sign-ins that were refused because of mqtt.maxConnections',
  device_presence_errors_total: 'times that the coming or going of a device could not be passed on',
  device_queued_bytes: 'bytes that wait to be sent to devices',
  device_refused_total: 'connections that were refused at sign-in, for whatever reason',
  device_registered_openly_total: 'devices that were created by devices.openRegistration',
  device_sign_in_failed_total: 'sign-ins with a wrong secret, certificate or id',
  device_sign_in_limited_total: 'sign-ins that were refused because there were too many of them',
  device_signed_in_total: 'sign-ins of devices',
  device_silent_total: 'connections that were closed because nothing was heard of the device',
  device_slow_readers_total: 'connections that were closed because the device took nothing any more',
  device_sockets: 'connections that are open, signed in or not',
  device_store_errors_total: 'times that the database could not be asked about a device that signs in',
  device_taken_over_total: 'connections that ended because another one signed in with the same id',
  device_telemetry_total: 'reports of devices about themselves',
  device_throttled_total:
    'times that a connection was not read for a moment, because the device sends too fast',
  device_transport_errors_total: 'connections that failed before MQTT, mostly at TLS',
  device_turned_away_total: 'connections that were closed because too many were waiting for their sign-in',
  device_unsendable_total: 'messages to devices that could not be built: a fault of the broker',
  device_unsigned_closed_total: 'connections that ended before their sign-in',
  device_violations_total: 'connections that were closed because they did not speak MQTT as it must be',
  events_published_total: 'live events that were offered to pages',
  events_resets_total: 'pages that were too slow for live events and had to read anew',
  events_streams: 'pages that listen to live events',
  history_appended_total: 'utterances and other parts of conversations that are safely on disk',
  history_failed_total: 'attempts to put a part of a conversation on disk that failed',
  model_breaker_open: '1 while the endpoint of the model is left alone because it keeps failing, else 0',
  model_breaker_opened_total: 'times that the endpoint of the model was left alone',
  model_open_failed_total: 'streams of the model that could not be opened',
  model_opened_total: 'streams of the model that were opened',
  model_queue_timeouts_total: 'conversations that waited in vain for a stream of the model',
  model_second_refused_total: 'renewals that had to do without a second stream, because all were taken',
  model_streams_open: 'streams of the model that are open',
  model_streams_waiting: 'conversations that wait for a stream of the model',
  model_throttled_total: 'refusals of the model because of its quota',
  recordings_bytes_total: 'bytes of sound that were written',
  recordings_given_up_total: 'recordings that were ended early because the disk did not keep up or failed',
  recordings_open: 'conversations whose sound is being recorded',
  records_dropped_total: 'rows about conversations that were lost, because too many waited',
  records_failures_total: 'writes of rows about conversations that failed; most are tried again',
  records_sessions_followed: 'conversations that are being recorded as rows',
  records_waiting: 'rows about conversations that wait for the database',
  records_written_total: 'rows about conversations that were written',
  session_ended_total: 'conversations that ended, for whatever reason',
  session_evicted_total: 'conversations that were ended to make room for others',
  session_faults_total: 'conversations that failed by a fault of the broker',
  session_frames_corrupt_total: 'frames of audio from devices that could not be decoded',
  session_frames_dropped_total: 'frames of audio that were dropped inside the broker',
  session_frames_in_total: 'frames of audio from devices in conversations that ended',
  session_frames_lost_total: 'frames of audio that never came from the device',
  session_frames_out_total: 'frames of audio to devices in conversations that ended',
  session_ignored_events_total: 'events that meant nothing in the state of the conversation',
  session_interruptions_total: 'answers that were interrupted by voice or button',
  session_memory_bytes: 'memory that conversations are thought to take',
  session_model_dropped_ms_total: 'milliseconds of speech that the model did not take in time',
  session_model_failures_total: 'streams of the model that failed in the midst of a conversation',
  session_model_renewals_total: 'streams of the model that were replaced without a word',
  session_open: 'conversations that are under way',
  session_opened_total: 'conversations that began',
  session_phrases_total: 'words of the broker itself, such as an apology',
  session_refused_total: 'conversations that were refused, for lack of room or because of the audio format',
  session_restored_total: 'conversations that went on after a restart of the broker',
  session_resume_refused_total: 'conversations that a device wanted to go on with in vain',
  session_resumed_total: 'conversations that went on after a lost connection',
  session_settings_failed_total:
    'conversations that began with default settings, because those of the device could not be read',
  session_suspended: 'conversations that wait for their device to come back',
  session_suspended_total: 'times that a conversation lost its device',
  session_turns_total: 'turns of conversations: a question and its answer',
  tools_agent_steps_total: 'times that the model of an agent was asked',
  tools_agent_tasks_total: 'tasks that an agent came to an end with',
  tools_agent_tokens_total: 'tokens that the model of an agent has read and written',
  tools_calls_failed_total: 'calls of tools that failed, for whatever reason',
  tools_calls_ms_total: 'milliseconds that calls of tools took, added up',
  tools_calls_timed_out_total: 'calls of tools that were not answered in time',
  tools_calls_total: 'calls of tools that the model or an agent asked for',
  tools_lists_failed_total: 'lists of the tools of a source that could not be had',
  tools_mcp_running: 'MCP servers that run or are connected to',
  tools_mcp_waiting: 'MCP servers that failed, and are tried again later',
  tools_sandboxes: 'sandboxes that there are, or that are being made',
  tools_sandboxes_closing: 'sandboxes that are being ended',
  tools_sandboxes_created_total: 'sandboxes that were made',
  tools_sandboxes_ended_total: 'sandboxes that ended, for whatever reason',
  tools_sandboxes_failed_total: 'sandboxes that could not be made',
  tools_sandboxes_idle: 'sandboxes in which no program runs',
  tools_sandboxes_ill_total: 'sandboxes that were ended because they failed their check, or were gone',
  tools_sandboxes_records_dropped_total: 'rows about sandboxes that were lost, because too many waited',
  tools_sandboxes_records_waiting: 'rows about sandboxes that wait for the database',
  tools_sandboxes_refused_total: 'times that nobody got a sandbox, for lack of room or of a quota',
};

interface Family {
  readonly name: string;
  readonly about: string;
  /** What stands in the place of the capitals, and what it means. */
  readonly members: Readonly<Record<string, string>>;
}

const reasons = Object.fromEntries(
  Object.entries(REASON_TEXTS).map(([name, { text }]) => [
    (name as ReasonName).toLowerCase(),
    text.replace(/\.$/, ''),
  ]),
);

const SPANS = {
  endpointing: 'from the end of the question until the model noticed it',
  thinking: 'from there until the first sound of the answer left the model',
  tool: 'of a tool',
  bridge: 'from the first sound of the model until it was sent to the device',
  delivery: 'from there until the device played it',
  response: 'from the end of the question until the device played the first sound of the answer',
  flush: 'from an interruption until the device fell silent',
};

const FAMILIES: readonly Family[] = [
  {
    name: 'device_closed_REASON_total',
    about: 'connections of signed-in devices that ended, by the reason of the protocol',
    members: reasons,
  },
  {
    name: 'fleet_WHAT_dropped_total',
    about: 'reports of devices that were lost before they were in the database, because too many waited',
    members: { presence: 'who came and went', reports: 'what became of settings', telemetry: 'telemetry' },
  },
  {
    name: 'session_early_WHAT_dropped_total',
    about: 'what came before its conversation and had to be dropped',
    members: { audio: 'audio', message: 'messages' },
  },
  {
    name: 'session_ended_REASON_total',
    about: 'conversations that ended, by the reason of the protocol',
    members: reasons,
  },
  ...[50, 95].map((percent) => ({
    name: `session_SPAN_p${percent}_ms`,
    about: `milliseconds of a part of the last 512 turns, ${percent}th percentile; 0 while there were none`,
    members: SPANS,
  })),
];

const kindOf = (name: string): FigureDescription['kind'] => (name.endsWith('_total') ? 'counter' : 'gauge');

/** By name, without families. */
const ALL: ReadonlyMap<string, FigureDescription> = new Map(
  [
    ...Object.entries(SINGLE),
    ...FAMILIES.flatMap(({ name: family, about, members }) =>
      Object.entries(members).map(
        ([member, meaning]) => [family.replace(/[A-Z]+/, member), `${about}: ${meaning}`] as const,
      ),
    ),
  ].map(([name, about]) => [name, { name, kind: kindOf(name), about }]),
);

/** Undefined for a figure that nobody has described. */
export const describedFigure = (name: string): FigureDescription | undefined => ALL.get(name);

export interface DescribedFamily extends FigureDescription {
  /** What the part in capitals may be, with its meaning; empty where there is none. */
  readonly members: Readonly<Record<string, string>>;
}

/** Families as one, sorted by name: what a person reads. */
export function figureFamilies(): DescribedFamily[] {
  const single = Object.entries(SINGLE).map(([name, about]) => ({ name, about, members: {} }));
  return [...single, ...FAMILIES]
    .map((family) => ({ ...family, kind: kindOf(family.name) }))
    .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}
