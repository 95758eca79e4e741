/**
 * The life of a conversation as the device sees it: its states, its events, and what a step may ask for.
 *
 *   IDLE -> OPENING -> LISTENING <-> SPEAKING -> CLOSING -> ENDED
 *              |  ^       |  ^          |
 *              v  |       v  |          v        link lost / link back, and the broker goes on
 *            SUSPENDED   SUSPENDED -----+        RENEWING: announced by the broker, shown as busy
 *
 * The names are those of the protocol's SessionState. The device is SPEAKING while it has audio to be heard, whatever
 * the broker announced meanwhile: the broker is done sending before the listener has heard all, and with a short answer
 * before the first of it is heard. Without a link it is SUSPENDED, plays what it has and keeps what it hears.
 */
import type { InterruptCauseName, ListenModeName, ReasonName } from '@pipit/protocol';

export type SessionStateName = DeviceSessionState['name'];
export type LiveName = 'LISTENING' | 'SPEAKING' | 'RENEWING';
export type SessionMode = Exclude<ListenModeName, 'UNSPECIFIED'>;
export type SessionInterruptCause = Exclude<InterruptCauseName, 'UNSPECIFIED'>;

/** The application's wish, whatever the mode makes of it. */
export interface Microphone {
  readonly mode: SessionMode;
  readonly microphone: 'open' | 'shut';
}

/** `waiting`: for the network's jitter, or for a sink that takes frames at its own pace; nothing is heard yet. */
export type SpeakerState = 'silent' | 'waiting' | 'playing';

export interface Known {
  /** The broker has said that it is open: after a lost link it is resumed [SES-9]; before, it is asked for again. */
  readonly opened: boolean;
  readonly speaker: SpeakerState;
}

/** `lost`: its link was, and the broker has not said since that the conversation goes on: the time for that runs. */
type Opening = { readonly name: 'OPENING'; readonly lost: boolean } & Known & Microphone;

export type DeviceSessionState =
  | { readonly name: 'IDLE' }
  | Opening
  | ({
      readonly name: LiveName;
      /** What the broker announced last. */
      readonly broker: LiveName;
      readonly speaker: SpeakerState;
    } & Microphone)
  /** `asked`: there is a link again, and the broker has not answered session_resume. */
  | ({ readonly name: 'SUSPENDED'; readonly link: 'lost' | 'asked' } & Known & Microphone)
  /** `drain`: the broker has closed, what is left is played to its end. */
  | { readonly name: 'CLOSING'; readonly reason: ReasonName; readonly text: string; readonly drain: boolean }
  | { readonly name: 'ENDED'; readonly reason: ReasonName; readonly text: string };

export type LiveState = Extract<DeviceSessionState, { name: LiveName }>;
export type OpeningState = Extract<DeviceSessionState, { name: 'OPENING' }>;
export type SuspendedState = Extract<DeviceSessionState, { name: 'SUSPENDED' }>;

/** Each says how long something may last; the policy says which run in which state. */
export type SessionDeadline = 'open' | 'resume' | 'answer' | 'close';

export type SessionEvent =
  // The application.
  | { readonly type: 'open'; readonly mode: SessionMode }
  | { readonly type: 'startListening'; readonly mode: SessionMode }
  | { readonly type: 'stopListening' }
  | { readonly type: 'interrupt'; readonly cause: SessionInterruptCause }
  | { readonly type: 'close' }
  // The broker.
  | { readonly type: 'opened' }
  /** The broker may have said why in words: `unheard` as in `closed`. */
  | {
      readonly type: 'rejected';
      readonly reason: ReasonName;
      readonly text: string;
      readonly unheard: boolean;
    }
  /** It answered session_open or session_resume with an error. */
  | { readonly type: 'refused'; readonly reason: ReasonName; readonly text: string }
  /** `restored`: after a restart, from its history. */
  | { readonly type: 'resumed'; readonly state: LiveName | 'OPENING'; readonly restored: boolean }
  | { readonly type: 'announced'; readonly state: LiveName }
  | { readonly type: 'flush'; readonly generation: number }
  /** `unheard`: there is audio that was not played yet. */
  | { readonly type: 'closed'; readonly reason: ReasonName; readonly text: string; readonly unheard: boolean }
  // The speaker.
  | { readonly type: 'waiting' }
  | { readonly type: 'playing' }
  | { readonly type: 'silent' }
  // The link and the clock.
  | { readonly type: 'linkLost' }
  /** The broker has answered hello on a new one. */
  | { readonly type: 'linkBack' }
  /** For good: there will be no other link, or another session took this one's place. */
  | { readonly type: 'lost'; readonly reason: ReasonName; readonly text: string }
  | { readonly type: 'deadline'; readonly deadline: SessionDeadline };

export type SessionCommand =
  | { readonly type: 'sendOpen'; readonly mode: SessionMode }
  | { readonly type: 'sendResume'; readonly mode: SessionMode }
  | { readonly type: 'sendClose' }
  | { readonly type: 'sendListenStart'; readonly mode: SessionMode }
  | { readonly type: 'sendEndOfSpeech' }
  | { readonly type: 'sendInterrupt'; readonly cause: SessionInterruptCause }
  /** Drop this answer and older ones, tell the broker what was heard of it. */
  | { readonly type: 'flushAnswer'; readonly generation: number }
  /** Drop all there is to play. */
  | { readonly type: 'silence' }
  /** An answer that runs dry is not over: the link is lost. */
  | { readonly type: 'holdAnswer' }
  | { readonly type: 'releaseAnswer' }
  /** Nothing more comes of it: it ends with what is here. */
  | { readonly type: 'finishAnswer' }
  /** Answers are numbered from 1 again. */
  | { readonly type: 'forgetAnswers' }
  /** Tell the broker what it may have missed, then what the microphone heard meanwhile. `again`: also what was sent last. */
  | { readonly type: 'catchUp'; readonly again: boolean }
  | { readonly type: 'ignore'; readonly event: SessionEvent['type'] };

export interface Step {
  readonly state: DeviceSessionState;
  readonly commands: readonly SessionCommand[];
}
