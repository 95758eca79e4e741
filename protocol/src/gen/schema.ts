// Generated from pipit/v1/*.proto and *.options by "npm run generate". Do not edit.

/** Bits of Audio.flags. */
export const AudioFlag = {
  NONE: 0,
  /** Last audio of the user's turn (up) or of the answer (down). */
  END: 1,
  /** The sender skipped silence before this message: the gap in sequence is not a loss. */
  AFTER_SILENCE: 2,
} as const;
export type AudioFlag = (typeof AudioFlag)[keyof typeof AudioFlag];
export type AudioFlagName = keyof typeof AudioFlag;

/** State of a conversation. SUSPENDED: the link to the device is lost, the broker holds the conversation for it. RENEWING: the broker changes the model's stream; the conversation goes on, so a device need not show it. */
export const SessionState = {
  UNSPECIFIED: 0,
  IDLE: 1,
  OPENING: 2,
  LISTENING: 3,
  SPEAKING: 4,
  SUSPENDED: 5,
  RENEWING: 6,
  CLOSING: 7,
  ENDED: 8,
} as const;
export type SessionState = (typeof SessionState)[keyof typeof SessionState];
export type SessionStateName = keyof typeof SessionState;

/** Why a session ended, was rejected, or a device was disconnected. */
export const Reason = {
  UNSPECIFIED: 0,
  REQUESTED: 1,
  DEVICE_LOST: 2,
  SILENCE: 3,
  MODEL_FAILED: 4,
  MODEL_TIMEOUT: 5,
  MODEL_THROTTLED: 6,
  MODEL_ACCESS_DENIED: 7,
  OPEN_TIMEOUT: 8,
  TAKEN_OVER: 10,
  SHUTDOWN: 11,
  CAPACITY: 12,
  UNSUPPORTED_AUDIO: 13,
  SLOW_READER: 14,
  FLOOD: 15,
  REPLACED: 16,
  REVOKED: 17,
  INTERNAL: 18,
} as const;
export type Reason = (typeof Reason)[keyof typeof Reason];
export type ReasonName = keyof typeof Reason;

export const ErrorCode = {
  UNSPECIFIED: 0,
  MALFORMED: 1,
  TOO_LARGE: 2,
  OUT_OF_BOUNDS: 3,
  UNKNOWN_MESSAGE: 4,
  UNSUPPORTED_VERSION: 5,
  HELLO_REQUIRED: 6,
  NO_SESSION: 7,
  WRONG_TOPIC: 8,
  RATE_LIMITED: 10,
  UNSUPPORTED_AUDIO: 11,
  INVALID_STATE: 12,
  INTERNAL: 13,
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];
export type ErrorCodeName = keyof typeof ErrorCode;

/** How the microphone is opened and closed. */
export const ListenMode = {
  UNSPECIFIED: 0,
  /** The model finds the end of the user's turn; the device closes its microphone while it plays. */
  AUTOMATIC: 1,
  /** The user speaks between listen_start and listen_stop. */
  PUSH_TO_TALK: 2,
  /** The microphone stays open while the answer plays, so the user may interrupt by voice. Needs echo cancellation. */
  ALWAYS_OPEN: 3,
} as const;
export type ListenMode = (typeof ListenMode)[keyof typeof ListenMode];
export type ListenModeName = keyof typeof ListenMode;

export const Role = {
  UNSPECIFIED: 0,
  USER: 1,
  ASSISTANT: 2,
} as const;
export type Role = (typeof Role)[keyof typeof Role];
export type RoleName = keyof typeof Role;

/** SPECULATIVE is what the assistant is about to say; FINAL is what was said. */
export const TranscriptStage = {
  UNSPECIFIED: 0,
  SPECULATIVE: 1,
  FINAL: 2,
} as const;
export type TranscriptStage = (typeof TranscriptStage)[keyof typeof TranscriptStage];
export type TranscriptStageName = keyof typeof TranscriptStage;

export const InterruptCause = {
  UNSPECIFIED: 0,
  BUTTON: 1,
  WAKE_WORD: 2,
  VOICE: 3,
  APPLICATION: 4,
} as const;
export type InterruptCause = (typeof InterruptCause)[keyof typeof InterruptCause];
export type InterruptCauseName = keyof typeof InterruptCause;

/** What becomes of the part of an answer that was not heard when the link was lost. */
export const ResumePolicy = {
  UNSPECIFIED: 0,
  /** The answer goes on where the device's audio ends. */
  CONTINUE: 1,
  /** The answer is said again from its beginning, as a new one. */
  REPEAT: 2,
  /** The answer is over. */
  DROP: 3,
} as const;
export type ResumePolicy = (typeof ResumePolicy)[keyof typeof ResumePolicy];
export type ResumePolicyName = keyof typeof ResumePolicy;

/** Moments of a turn, in the order in which they usually come. */
export const TurnMark = {
  UNSPECIFIED: 0,
  /** The last audio of the user's speech went to the model. */
  SPEECH_END: 1,
  /** The model said that the user's turn is over. */
  SPEECH_END_DETECTED: 2,
  TRANSCRIPT: 3,
  TOOL_CALL: 4,
  TOOL_RESULT: 5,
  FIRST_MODEL_AUDIO: 6,
  FIRST_FRAME_SENT: 7,
  /** By the device's clock. */
  PLAYBACK_STARTED: 8,
  INTERRUPTED: 9,
  FLUSHED: 10,
  /** The last frame of the answer was sent. */
  FINISHED: 11,
  /** The answer was heard to its end. */
  PLAYBACK_FINISHED: 12,
} as const;
export type TurnMark = (typeof TurnMark)[keyof typeof TurnMark];
export type TurnMarkName = keyof typeof TurnMark;

/** What became of a key of the configuration. */
export const ConfigStatus = {
  UNSPECIFIED: 0,
  APPLIED: 1,
  /** It applies later, as after a restart; the device still uses what the result says. */
  PENDING: 2,
  /** The device has no such setting. */
  UNKNOWN_KEY: 3,
  WRONG_TYPE: 4,
  OUT_OF_RANGE: 5,
  FAILED: 6,
} as const;
export type ConfigStatus = (typeof ConfigStatus)[keyof typeof ConfigStatus];
export type ConfigStatusName = keyof typeof ConfigStatus;

/** ACCEPTED is followed by SUCCEEDED or FAILED; every other one is final. */
export const CommandStatus = {
  UNSPECIFIED: 0,
  ACCEPTED: 1,
  SUCCEEDED: 2,
  FAILED: 3,
  /** Not now: the device is busy. */
  REJECTED: 4,
  /** The device has no such command. */
  UNKNOWN_COMMAND: 5,
} as const;
export type CommandStatus = (typeof CommandStatus)[keyof typeof CommandStatus];
export type CommandStatusName = keyof typeof CommandStatus;

/** Opus audio, either way, alone on its topic: no envelope, because every byte counts here. */
export interface Audio {
  /** The session's number, chosen by the device in SessionOpen. */
  session: number;
  /** Counts the answers of a session from 1; 0 upstream. A flush names the generation it cancels. */
  generation: number;
  /** Of the first packet; the following packets count on. Wraps at 2^32. */
  sequence: number;
  /** When the first sample was captured (up) or is meant to be played (down): milliseconds of the sender's monotonic clock, modulo 2^32. */
  captureTimeMs: number;
  /** Opus packets (RFC 6716), each of the negotiated frame duration. */
  packets: Uint8Array[];
  flags: number;
}

/** Something to be done once, now. The envelope's deadline_ms says until when the final result is waited for. */
export interface Command {
  /** Not 0; different from the device's last commands. */
  commandId: number;
  reboot?: Reboot;
  identify?: Identify;
  setVolume?: SetVolume;
  custom?: CustomCommand;
}

export interface Reboot {

}

/** Make yourself seen or heard: blink, chime. */
export interface Identify {

}

/** Until the next change; the configured volume stays what it is. */
export interface SetVolume {
  /** 0 to 100. */
  percent: number;
}

/** A command of the maker's own. */
export interface CustomCommand {
  name: string;
  /** Text or JSON, as the command wants it. */
  argument: string;
}

export interface CommandResult {
  commandId: number;
  status: CommandStatus;
  /** For people, or what a command of the maker's own gives back. */
  text: string;
}

/** All that is configured for a device, alone on its retained topic: no envelope, because the broker keeps it for whoever subscribes. A key that is not here has the device's own default. */
export interface DeviceConfig {
  /** Grows with every change, from 1. */
  revision: number;
  entries: ConfigEntry[];
}

export interface ConfigEntry {
  /** One of SPEC.md's table, or the maker's own, which begins with "x.". */
  key: string;
  value?: ConfigValue;
}

export interface ConfigValue {
  flag?: boolean;
  whole?: number;
  fraction?: number;
  text?: string;
}

/** What became of the configuration, key by key. One that is longer is told in several messages; each is about its own keys only. It also comes unasked, when something was changed at the device. */
export interface ConfigReport {
  /** Of the configuration that the device holds; 0 when it holds none. */
  revision: number;
  results: ConfigResult[];
}

export interface ConfigResult {
  key: string;
  status: ConfigStatus;
  /** For people: why it failed, or when it will apply. */
  text: string;
  /** What the device really uses now; not set when it does not know. */
  value?: ConfigValue;
}

/** First message of a connection. The broker answers HelloAck before anything else happens. */
export interface Hello {
  capabilities?: Capabilities;
  firmwareName: string;
  firmwareVersion: string;
  hardwareModel: string;
  hardwareSerial: string;
  /** BCP 47, for what the broker itself says to the user. */
  language: string;
}

export interface Capabilities {
  /** Opus frame durations the device can send and play: 20, 40 or 60, the preferred one first. */
  frameDurationsMs: number[];
  /** Rates the device can play: 8000, 12000, 16000, 24000 or 48000, the preferred one first. */
  playbackSampleRatesHz: number[];
  /** How much audio the device can hold before playing it, in milliseconds. */
  playoutBufferMs: number;
  /** How far ahead of playback the broker should send; 0 leaves the choice to the broker. */
  leadMs: number;
  /** The device removes its own playback from what it hears. */
  echoCancellation: boolean;
  /** The device offers tools of its own. */
  tools: boolean;
  /** The device can pause its uplink in silence (Opus DTX). */
  discontinuousTransmission: boolean;
}

export interface HelloAck {
  protocolVersion: number;
  /** What the broker will send and expects, chosen from the device's capabilities. */
  frameDurationMs: number;
  playbackSampleRateHz: number;
  leadMs: number;
  /** The broker's wall clock, in seconds since 1970. */
  wallTimeS: number;
  brokerVersion: string;
  /** Names this connection in the broker's log. */
  connectionId: string;
}

/** The broker is about to close the connection. */
export interface Goodbye {
  reason: Reason;
  /** When to connect again; 0 leaves the choice to the device's backoff. */
  retryAfterMs: number;
  text: string;
  /** Where to connect next, like mqtts://host:port; empty for the same address. */
  address: string;
}

/** Clocks are monotonic milliseconds modulo 2^32 (as in NTP, RFC 5905 section 8). */
export interface Ping {
  originTimeMs: number;
}

export interface Pong {
  originTimeMs: number;
  receiveTimeMs: number;
  transmitTimeMs: number;
}

export interface Error {
  code: ErrorCode;
  /** One English sentence: what was wrong and what to do. */
  text: string;
  /** The field at fault, if one is. */
  field: string;
  retryAfterMs: number;
}

/** What a device measures of itself. Zero means "not measured", except for signal and temperature, which say whether they are set. */
export interface Telemetry {
  uptimeS: number;
  freeHeapBytes: number;
  signalDbm?: number;
  batteryPercent?: number;
  temperatureCelsius?: number;
  reconnects: number;
  playout?: PlayoutFigures;
}

export interface PlayoutFigures {
  framesReceived: number;
  framesLost: number;
  framesLate: number;
  framesConcealed: number;
  jitterMs: number;
  bufferedMs: number;
  targetMs: number;
}

export interface DeviceMessage {
  /** 1. A broker answers an unknown version with ERROR_CODE_UNSUPPORTED_VERSION. */
  version: number;
  /** Counts the sender's messages on this connection from 1. */
  messageId: number;
  /** The message_id this one answers, or 0. */
  correlationId: number;
  /** The sender stops waiting this long after sending; 0 means it does not wait. */
  deadlineMs: number;
  body: DeviceBody;
}

export interface BrokerMessage {
  version: number;
  messageId: number;
  correlationId: number;
  deadlineMs: number;
  body: BrokerBody;
}

/** Asks for a conversation. Audio may follow at once: the broker holds it until the model listens. */
export interface SessionOpen {
  /** Chosen by the device, not 0, different from its last one. */
  session: number;
  /** Of the Opus frames the device will send. */
  frameDurationMs: number;
  mode: ListenMode;
  /** The device wants a TurnReport after each turn. */
  turnReports: boolean;
}

/** After a lost link: asks for the conversation that was open before. Audio may follow at once. */
export interface SessionResume {
  /** The number it had. */
  session: number;
  sessionId: string;
  /** Of the Opus frames the device will send. */
  frameDurationMs: number;
  mode: ListenMode;
  /** The newest answer that the device has audio of, or 0. */
  generation: number;
  /** Of that answer: the sequence number of the first packet that the device does not have. */
  nextSequence: number;
  /** Of that answer: what was heard so far. */
  playedMs: number;
  /** 0 leaves it to the broker. */
  policy: ResumePolicy;
  turnReports: boolean;
}

/** The conversation goes on. One that cannot be resumed is answered with SessionClosed. */
export interface SessionResumed {
  session: number;
  sessionId: string;
  /** The state the device returns to. */
  state: SessionState;
  /** The answer being spoken, or the last one. */
  generation: number;
  policy: ResumePolicy;
  /** The broker was restarted: the conversation goes on from its stored history, and the model is being opened. */
  restored: boolean;
}

/** The model listens. */
export interface SessionOpened {
  session: number;
  /** Names the conversation in logs and history. */
  sessionId: string;
}

export interface SessionRejected {
  session: number;
  reason: Reason;
  text: string;
  retryAfterMs: number;
}

export interface SessionClose {
  session: number;
  reason: Reason;
}

export interface SessionClosed {
  session: number;
  reason: Reason;
  text: string;
}

export interface StateChanged {
  session: number;
  state: SessionState;
  /** The answer being spoken, or the last one. */
  generation: number;
}

export interface ListenStart {
  session: number;
  mode: ListenMode;
}

export interface ListenStop {
  session: number;
}

/** The user wants the answer to stop. */
export interface Interrupt {
  session: number;
  cause: InterruptCause;
}

/** Drop all audio of this generation and of those before it, now. */
export interface Flush {
  session: number;
  generation: number;
}

/** What the user really heard of the flushed answer. */
export interface Flushed {
  session: number;
  generation: number;
  playedMs: number;
}

/** Device times are of the device's monotonic clock; the broker maps them by Ping and Pong. */
export interface PlaybackStarted {
  session: number;
  generation: number;
  deviceTimeMs: number;
}

export interface PlaybackProgress {
  session: number;
  generation: number;
  playedMs: number;
  deviceTimeMs: number;
}

export interface PlaybackFinished {
  session: number;
  generation: number;
  playedMs: number;
  deviceTimeMs: number;
}

export interface Transcript {
  session: number;
  /** The answer it belongs to; for the user's words, the answer they lead to. */
  generation: number;
  role: Role;
  stage: TranscriptStage;
  text: string;
  /** The text goes on in the next transcript of the same role and stage. */
  continued: boolean;
  /** The broker has written it to its disk: it is part of the conversation even if the broker fails now. */
  recorded: boolean;
}

/** When the parts of a turn happened, for a device that asked for it. */
export interface TurnReport {
  session: number;
  generation: number;
  moments: TurnMoment[];
  playedMs: number;
}

export interface TurnMoment {
  mark: TurnMark;
  /** Since the first moment of the turn. */
  atMs: number;
}

/** Measures each leg between device and model, beside any conversation. The device sends a tone with this session number and ends it with the flag END; the broker opens the model meanwhile, reports, and plays a tone as generation 1. */
export interface SelfTestStart {
  /** Chosen like the number of a session. */
  session: number;
  frameDurationMs: number;
  /** Frequency of the tone in both directions. */
  toneHz: number;
  /** Length of the tone that the broker plays; 0 for none. */
  downlinkMs: number;
  openModel: boolean;
}

export interface SelfTestReport {
  session: number;
  /** Of the device's tone. */
  framesReceived: number;
  framesLost: number;
  /** Of the decoded tone: level relative to full scale, and the share of its energy at the frequency. */
  levelDbfs: number;
  tonePercent: number;
  /** From capture to the broker, averaged; 0 when the clocks are not compared yet. */
  uplinkMs: number;
  modelOpened: boolean;
  modelOpenMs: number;
  modelReason: Reason;
  /** What to do about it. */
  modelText: string;
}

/** A message of the Model Context Protocol: JSON-RPC 2.0, the device being the server. */
export interface Mcp {
  /** One message, no batch. Ids are numbers. */
  payload: string;
}

/** What a DeviceMessage carries. */
export type DeviceBody =
  | { kind: 'hello'; value: Hello }
  | { kind: 'ping'; value: Ping }
  | { kind: 'pong'; value: Pong }
  | { kind: 'error'; value: Error }
  | { kind: 'telemetry'; value: Telemetry }
  | { kind: 'sessionOpen'; value: SessionOpen }
  | { kind: 'sessionClose'; value: SessionClose }
  | { kind: 'listenStart'; value: ListenStart }
  | { kind: 'listenStop'; value: ListenStop }
  | { kind: 'interrupt'; value: Interrupt }
  | { kind: 'flushed'; value: Flushed }
  | { kind: 'playbackStarted'; value: PlaybackStarted }
  | { kind: 'playbackProgress'; value: PlaybackProgress }
  | { kind: 'playbackFinished'; value: PlaybackFinished }
  | { kind: 'sessionResume'; value: SessionResume }
  | { kind: 'selfTestStart'; value: SelfTestStart }
  | { kind: 'configReport'; value: ConfigReport }
  | { kind: 'commandResult'; value: CommandResult }
  | { kind: 'mcp'; value: Mcp };

/** What a BrokerMessage carries. */
export type BrokerBody =
  | { kind: 'helloAck'; value: HelloAck }
  | { kind: 'ping'; value: Ping }
  | { kind: 'pong'; value: Pong }
  | { kind: 'error'; value: Error }
  | { kind: 'goodbye'; value: Goodbye }
  | { kind: 'sessionOpened'; value: SessionOpened }
  | { kind: 'sessionRejected'; value: SessionRejected }
  | { kind: 'sessionClosed'; value: SessionClosed }
  | { kind: 'stateChanged'; value: StateChanged }
  | { kind: 'flush'; value: Flush }
  | { kind: 'transcript'; value: Transcript }
  | { kind: 'sessionResumed'; value: SessionResumed }
  | { kind: 'turnReport'; value: TurnReport }
  | { kind: 'selfTestReport'; value: SelfTestReport }
  | { kind: 'command'; value: Command }
  | { kind: 'mcp'; value: Mcp };

export interface FieldBound {
  readonly name: string;
  readonly kind: 'string' | 'bytes' | 'message' | 'scalar';
  readonly message?: string;
  /** Of a string, in UTF-8. */
  readonly maxBytes?: number;
  readonly maxCount?: number;
}

/** The fields of variable size, and those that contain some. */
export const FIELD_BOUNDS: { readonly [message: string]: readonly FieldBound[] } = {
  Audio: [
    { name: 'packets', kind: 'bytes', maxBytes: 1920, maxCount: 4 },
  ],
  Command: [
    { name: 'reboot', kind: 'message', message: 'Reboot' },
    { name: 'identify', kind: 'message', message: 'Identify' },
    { name: 'setVolume', kind: 'message', message: 'SetVolume' },
    { name: 'custom', kind: 'message', message: 'CustomCommand' },
  ],
  Reboot: [],
  Identify: [],
  SetVolume: [],
  CustomCommand: [
    { name: 'name', kind: 'string', maxBytes: 48 },
    { name: 'argument', kind: 'string', maxBytes: 1024 },
  ],
  CommandResult: [
    { name: 'text', kind: 'string', maxBytes: 1024 },
  ],
  DeviceConfig: [
    { name: 'entries', kind: 'message', message: 'ConfigEntry', maxCount: 32 },
  ],
  ConfigEntry: [
    { name: 'key', kind: 'string', maxBytes: 48 },
    { name: 'value', kind: 'message', message: 'ConfigValue' },
  ],
  ConfigValue: [
    { name: 'text', kind: 'string', maxBytes: 200 },
  ],
  ConfigReport: [
    { name: 'results', kind: 'message', message: 'ConfigResult', maxCount: 8 },
  ],
  ConfigResult: [
    { name: 'key', kind: 'string', maxBytes: 48 },
    { name: 'text', kind: 'string', maxBytes: 96 },
    { name: 'value', kind: 'message', message: 'ConfigValue' },
  ],
  Hello: [
    { name: 'capabilities', kind: 'message', message: 'Capabilities' },
    { name: 'firmwareName', kind: 'string', maxBytes: 32 },
    { name: 'firmwareVersion', kind: 'string', maxBytes: 32 },
    { name: 'hardwareModel', kind: 'string', maxBytes: 48 },
    { name: 'hardwareSerial', kind: 'string', maxBytes: 48 },
    { name: 'language', kind: 'string', maxBytes: 16 },
  ],
  Capabilities: [
    { name: 'frameDurationsMs', kind: 'scalar', maxCount: 4 },
    { name: 'playbackSampleRatesHz', kind: 'scalar', maxCount: 6 },
  ],
  HelloAck: [
    { name: 'brokerVersion', kind: 'string', maxBytes: 32 },
    { name: 'connectionId', kind: 'string', maxBytes: 36 },
  ],
  Goodbye: [
    { name: 'text', kind: 'string', maxBytes: 160 },
    { name: 'address', kind: 'string', maxBytes: 128 },
  ],
  Ping: [],
  Pong: [],
  Error: [
    { name: 'text', kind: 'string', maxBytes: 240 },
    { name: 'field', kind: 'string', maxBytes: 64 },
  ],
  Telemetry: [
    { name: 'playout', kind: 'message', message: 'PlayoutFigures' },
  ],
  PlayoutFigures: [],
  DeviceMessage: [
    { name: 'hello', kind: 'message', message: 'Hello' },
    { name: 'ping', kind: 'message', message: 'Ping' },
    { name: 'pong', kind: 'message', message: 'Pong' },
    { name: 'error', kind: 'message', message: 'Error' },
    { name: 'telemetry', kind: 'message', message: 'Telemetry' },
    { name: 'sessionOpen', kind: 'message', message: 'SessionOpen' },
    { name: 'sessionClose', kind: 'message', message: 'SessionClose' },
    { name: 'listenStart', kind: 'message', message: 'ListenStart' },
    { name: 'listenStop', kind: 'message', message: 'ListenStop' },
    { name: 'interrupt', kind: 'message', message: 'Interrupt' },
    { name: 'flushed', kind: 'message', message: 'Flushed' },
    { name: 'playbackStarted', kind: 'message', message: 'PlaybackStarted' },
    { name: 'playbackProgress', kind: 'message', message: 'PlaybackProgress' },
    { name: 'playbackFinished', kind: 'message', message: 'PlaybackFinished' },
    { name: 'sessionResume', kind: 'message', message: 'SessionResume' },
    { name: 'selfTestStart', kind: 'message', message: 'SelfTestStart' },
    { name: 'configReport', kind: 'message', message: 'ConfigReport' },
    { name: 'commandResult', kind: 'message', message: 'CommandResult' },
    { name: 'mcp', kind: 'message', message: 'Mcp' },
  ],
  BrokerMessage: [
    { name: 'helloAck', kind: 'message', message: 'HelloAck' },
    { name: 'ping', kind: 'message', message: 'Ping' },
    { name: 'pong', kind: 'message', message: 'Pong' },
    { name: 'error', kind: 'message', message: 'Error' },
    { name: 'goodbye', kind: 'message', message: 'Goodbye' },
    { name: 'sessionOpened', kind: 'message', message: 'SessionOpened' },
    { name: 'sessionRejected', kind: 'message', message: 'SessionRejected' },
    { name: 'sessionClosed', kind: 'message', message: 'SessionClosed' },
    { name: 'stateChanged', kind: 'message', message: 'StateChanged' },
    { name: 'flush', kind: 'message', message: 'Flush' },
    { name: 'transcript', kind: 'message', message: 'Transcript' },
    { name: 'sessionResumed', kind: 'message', message: 'SessionResumed' },
    { name: 'turnReport', kind: 'message', message: 'TurnReport' },
    { name: 'selfTestReport', kind: 'message', message: 'SelfTestReport' },
    { name: 'command', kind: 'message', message: 'Command' },
    { name: 'mcp', kind: 'message', message: 'Mcp' },
  ],
  SessionOpen: [],
  SessionResume: [
    { name: 'sessionId', kind: 'string', maxBytes: 36 },
  ],
  SessionResumed: [
    { name: 'sessionId', kind: 'string', maxBytes: 36 },
  ],
  SessionOpened: [
    { name: 'sessionId', kind: 'string', maxBytes: 36 },
  ],
  SessionRejected: [
    { name: 'text', kind: 'string', maxBytes: 240 },
  ],
  SessionClose: [],
  SessionClosed: [
    { name: 'text', kind: 'string', maxBytes: 240 },
  ],
  StateChanged: [],
  ListenStart: [],
  ListenStop: [],
  Interrupt: [],
  Flush: [],
  Flushed: [],
  PlaybackStarted: [],
  PlaybackProgress: [],
  PlaybackFinished: [],
  Transcript: [
    { name: 'text', kind: 'string', maxBytes: 1024 },
  ],
  TurnReport: [
    { name: 'moments', kind: 'message', message: 'TurnMoment', maxCount: 16 },
  ],
  TurnMoment: [],
  SelfTestStart: [],
  SelfTestReport: [
    { name: 'modelText', kind: 'string', maxBytes: 240 },
  ],
  Mcp: [
    { name: 'payload', kind: 'string', maxBytes: 4000 },
  ],
};
