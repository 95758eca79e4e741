/** What stands in the events of `/api/v1/sessions/{id}/events`: the broker's document calls them text, so they are described here. */

interface Moment {
  /** ISO 8601. */
  readonly at: string;
  /** Since the conversation began, as the broker that has it counts; another one begins anew. */
  readonly tMs: number;
  /** Counts the events, as `tMs` counts time. */
  readonly n: number;
}

export interface Peaks {
  readonly side: 'user' | 'assistant';
  readonly fromMs: number;
  readonly stepMs: number;
  /** Bytes in base64. */
  readonly values: string;
}

export interface TokenCount {
  readonly speech: number;
  readonly text: number;
}

type Of<Kind extends string, Parts = unknown> = Moment & { readonly kind: Kind } & Readonly<Parts>;

export type TranscriptEvent = Of<
  'transcript',
  {
    role: 'user' | 'assistant';
    stage: 'speculative' | 'final' | 'cut';
    text: string;
    unsaid?: string;
    generation: number;
  }
>;
export type TurnEvent = Of<
  'turn',
  {
    generation: number;
    /** Milliseconds since the first one. */
    marks: Readonly<Record<string, number>>;
    spans: Readonly<Record<string, number>>;
    playedMs: number | null;
    interrupted: boolean;
    /** Of the first mark. */
    startMs: number | null;
    uplinkMs: number | null;
  }
>;
export type PeaksEvent = Of<
  'peaks',
  { peaks: readonly Peaks[]; lost: readonly { readonly tMs: number; readonly packets: number }[] }
>;
export type SessionEvent =
  | Of<'started', { restored: boolean; voice: string }>
  | Of<'settings', { voice: string; recording: boolean; configRevision: number | null }>
  | Of<'opened', { startup: Readonly<Record<string, number>>; startupMs: number }>
  | Of<'state', { from: string; to: string; cause: string }>
  | TranscriptEvent
  | TurnEvent
  | Of<'interrupted', { generation: number; heardMs: number }>
  | PeaksEvent
  | Of<'modelFailed', { reason: string }>
  | Of<'modelRenewed', { inAnswer: boolean }>
  | Of<'phrase', { phrase: string }>
  | Of<'toolUse', { toolUseId: string; name: string; source: string }>
  | Of<'toolText', { toolUseId: string; part: 'arguments' | 'result'; text: string }>
  | Of<
      'toolResult',
      { toolUseId: string; name: string; source: string; code: string | null; durationMs: number }
    >
  | Of<'usage', { input: TokenCount; output: TokenCount; cost: number }>
  | Of<'ended', { reason: string; continued: boolean }>
  | Of<'cut'>;

/** Of a conversation that is under way. Of one that is over it is the conversation as the API shows it. */
export interface SessionSnapshot {
  readonly phase: string;
  readonly voice: string | null;
  readonly configRevision: number | null;
  readonly counts: {
    readonly durationMs: number;
    readonly inputSpeechTokens: number;
    readonly inputTextTokens: number;
    readonly outputSpeechTokens: number;
    readonly outputTextTokens: number;
    readonly cost: number;
  };
  readonly turns: readonly SessionEvent[];
  readonly transcripts: readonly SessionEvent[];
  readonly recent: readonly SessionEvent[];
  readonly peaks: readonly Peaks[];
  readonly startedAt: string;
}

export const SESSION_EVENT_KINDS: readonly SessionEvent['kind'][] = [
  'started',
  'settings',
  'opened',
  'state',
  'transcript',
  'turn',
  'interrupted',
  'peaks',
  'modelFailed',
  'modelRenewed',
  'phrase',
  'toolUse',
  'toolText',
  'toolResult',
  'usage',
  'ended',
  'cut',
];

/** On `/api/v1/events`, for those who ask for the topics of these names. */
export interface LevelsEvent {
  readonly stepMs: number;
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly deviceId: string;
    readonly user: readonly number[];
    readonly assistant: readonly number[];
  }[];
}
export interface WordsEvent {
  readonly sessions: readonly {
    readonly sessionId: string;
    readonly deviceId: string;
    readonly role: 'user' | 'assistant';
    readonly stage: 'speculative' | 'final' | 'cut';
    readonly text: string;
  }[];
}
