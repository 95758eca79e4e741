/**
 * The life of a conversation as the device sees it: one pure function and one policy table.
 *
 *   IDLE -> OPENING -> LISTENING <-> SPEAKING -> CLOSING -> ENDED
 *              |       SUSPENDED, RENEWING: announced by the broker, shown as busy
 *              +-----> ENDED (rejected, link lost)
 *
 * The names are those of the protocol's SessionState. The device is SPEAKING while its own speaker plays, whatever
 * the broker announced meanwhile: the broker is done sending before the listener has heard all.
 */
import type { InterruptCauseName, ListenModeName, ReasonName } from '@pipit/protocol';

export type SessionStateName = DeviceSessionState['name'];
type LiveName = 'LISTENING' | 'SPEAKING' | 'SUSPENDED' | 'RENEWING';
export type SessionMode = Exclude<ListenModeName, 'UNSPECIFIED'>;
export type SessionInterruptCause = Exclude<InterruptCauseName, 'UNSPECIFIED'>;

/** The application's wish, whatever the mode makes of it. */
interface Microphone {
  readonly mode: SessionMode;
  readonly microphone: 'open' | 'shut';
}

export type DeviceSessionState =
  | { readonly name: 'IDLE' }
  | ({ readonly name: 'OPENING' } & Microphone)
  | ({
      readonly name: LiveName;
      /** What the broker announced last. */
      readonly broker: LiveName;
      readonly playing: boolean;
    } & Microphone)
  /** `drain`: the broker has closed, what is left is played to its end. */
  | { readonly name: 'CLOSING'; readonly reason: ReasonName; readonly text: string; readonly drain: boolean }
  | { readonly name: 'ENDED'; readonly reason: ReasonName; readonly text: string };

export type LiveState = Extract<DeviceSessionState, { name: LiveName }>;

export type SessionEvent =
  // The application.
  | { readonly type: 'open'; readonly mode: SessionMode }
  | { readonly type: 'startListening'; readonly mode: SessionMode }
  | { readonly type: 'stopListening' }
  | { readonly type: 'interrupt'; readonly cause: SessionInterruptCause }
  | { readonly type: 'close' }
  // The broker.
  | { readonly type: 'opened' }
  | { readonly type: 'rejected'; readonly reason: ReasonName; readonly text: string }
  | { readonly type: 'announced'; readonly state: LiveName }
  | { readonly type: 'flush'; readonly generation: number }
  /** `unheard`: there is audio that was not played yet. */
  | { readonly type: 'closed'; readonly reason: ReasonName; readonly text: string; readonly unheard: boolean }
  // The speaker.
  | { readonly type: 'playing' }
  | { readonly type: 'silent' }
  // The link and the clock.
  | { readonly type: 'lost'; readonly reason: ReasonName; readonly text: string }
  | { readonly type: 'deadline' };

export type SessionCommand =
  | { readonly type: 'sendOpen'; readonly mode: SessionMode }
  | { readonly type: 'sendClose' }
  | { readonly type: 'sendListenStart'; readonly mode: SessionMode }
  | { readonly type: 'sendEndOfSpeech' }
  | { readonly type: 'sendInterrupt'; readonly cause: SessionInterruptCause }
  /** Drop this answer and older ones, tell the broker what was heard of it. */
  | { readonly type: 'flushAnswer'; readonly generation: number }
  /** Drop all there is to play. */
  | { readonly type: 'silence' }
  | { readonly type: 'ignore'; readonly event: SessionEvent['type'] };

export interface Step {
  readonly state: DeviceSessionState;
  readonly commands: readonly SessionCommand[];
}

interface StatePolicy {
  /** `microphone`: sent while the microphone is open. `gated`: the same, but in AUTOMATIC mode not at all. */
  readonly uplink: 'drop' | 'microphone' | 'gated';
  readonly downlink: 'drop' | 'play';
  /** The one deadline of the state, from its beginning. */
  readonly deadlineMs?: number;
}

export const SESSION_POLICY: Readonly<Record<SessionStateName, StatePolicy>> = {
  IDLE: { uplink: 'drop', downlink: 'drop' },
  OPENING: { uplink: 'microphone', downlink: 'play', deadlineMs: 20_000 },
  LISTENING: { uplink: 'microphone', downlink: 'play' },
  SPEAKING: { uplink: 'gated', downlink: 'play' },
  SUSPENDED: { uplink: 'microphone', downlink: 'play' },
  RENEWING: { uplink: 'microphone', downlink: 'play' },
  CLOSING: { uplink: 'drop', downlink: 'drop', deadlineMs: 5000 },
  ENDED: { uplink: 'drop', downlink: 'drop' },
};

/** What becomes of the microphone's frames now. */
export function uplinkRoute(state: DeviceSessionState): 'send' | 'drop' {
  const { uplink } = SESSION_POLICY[state.name];
  if (uplink === 'drop' || !('microphone' in state) || state.microphone === 'shut') return 'drop';
  return uplink === 'gated' && state.mode === 'AUTOMATIC' ? 'drop' : 'send';
}

/** Never throws, never waits, knows no clock. What does not fit the state is ignored and says so. */
export function step(state: DeviceSessionState, event: SessionEvent): Step {
  switch (state.name) {
    case 'IDLE':
      return idle(state, event);
    case 'OPENING':
      return opening(state, event);
    case 'LISTENING':
    case 'SPEAKING':
    case 'SUSPENDED':
    case 'RENEWING':
      return live(state, event);
    case 'CLOSING':
      return closing(state, event);
    case 'ENDED':
      return ignored(state, event);
  }
}

function idle(state: DeviceSessionState, event: SessionEvent): Step {
  switch (event.type) {
    case 'open': {
      const microphone = event.mode === 'PUSH_TO_TALK' ? 'shut' : 'open';
      return to({ name: 'OPENING', mode: event.mode, microphone }, { type: 'sendOpen', mode: event.mode });
    }
    case 'close':
      return to(ended('REQUESTED'));
    case 'lost':
      return to(ended(event.reason, event.text));
    default:
      return ignored(state, event);
  }
}

function opening(state: Extract<DeviceSessionState, { name: 'OPENING' }>, event: SessionEvent): Step {
  const asLive = (): LiveState => ({ ...state, name: 'LISTENING', broker: 'LISTENING', playing: false });
  switch (event.type) {
    case 'opened':
      return to(asLive());
    case 'announced':
    case 'playing':
      // Their order against session_opened is not promised across topics; they mean that it is open.
      return live(asLive(), event);
    case 'rejected':
      return to(ended(event.reason, event.text));
    case 'deadline':
      return to(ended('OPEN_TIMEOUT'), { type: 'sendClose' });
    case 'startListening':
    case 'stopListening':
      return microphone(state, event);
    case 'interrupt':
      return to(state, { type: 'sendInterrupt', cause: event.cause });
    case 'flush':
      return to(state, { type: 'flushAnswer', generation: event.generation });
    case 'close':
    case 'closed':
    case 'lost':
      return leave(event);
    default:
      return ignored(state, event);
  }
}

function live(state: LiveState, event: SessionEvent): Step {
  switch (event.type) {
    case 'announced':
      return to(named({ ...state, broker: event.state }));
    case 'playing':
      return to(named({ ...state, playing: true }));
    case 'silent':
      return to(named({ ...state, playing: false }));
    case 'startListening':
      // Pressing the button while the answer plays means: be quiet, listen to me.
      return state.name === 'SPEAKING' && event.mode === 'PUSH_TO_TALK'
        ? after(interrupted(state, 'BUTTON'), event)
        : microphone(state, event);
    case 'stopListening':
      return microphone(state, event);
    case 'interrupt':
      return interrupted(state, event.cause);
    case 'flush':
      return to(state, { type: 'flushAnswer', generation: event.generation });
    case 'close':
    case 'closed':
    case 'lost':
      return leave(event);
    default:
      return ignored(state, event);
  }
}

function closing(state: Extract<DeviceSessionState, { name: 'CLOSING' }>, event: SessionEvent): Step {
  switch (event.type) {
    case 'closed':
      return state.drain ? ignored(state, event) : to(ended(state.reason, state.text));
    case 'rejected':
    case 'lost':
      return to(ended(state.reason, state.text), { type: 'silence' });
    case 'deadline':
      return to(ended(state.reason, state.text), { type: 'silence' });
    case 'silent':
      return state.drain ? to(ended(state.reason, state.text)) : ignored(state, event);
    case 'flush':
      return to(state, { type: 'flushAnswer', generation: event.generation });
    case 'close':
      // The application does not want to hear the rest.
      return state.drain ? to(ended(state.reason, state.text), { type: 'silence' }) : ignored(state, event);
    default:
      return ignored(state, event);
  }
}

function leave(event: Extract<SessionEvent, { type: 'close' | 'closed' | 'lost' }>): Step {
  switch (event.type) {
    case 'close':
      return to(
        { name: 'CLOSING', reason: 'REQUESTED', text: '', drain: false },
        { type: 'silence' },
        { type: 'sendClose' },
      );
    case 'closed':
      return event.unheard
        ? to({ name: 'CLOSING', reason: event.reason, text: event.text, drain: true })
        : to(ended(event.reason, event.text));
    case 'lost': {
      // [SES-3] Should the broker reject the other session, this one would last there for nobody.
      const goodbye: SessionCommand[] = event.reason === 'REPLACED' ? [{ type: 'sendClose' }] : [];
      return to(ended(event.reason, event.text), { type: 'silence' }, ...goodbye);
    }
  }
}

function microphone(
  state: LiveState | Extract<DeviceSessionState, { name: 'OPENING' }>,
  event: Extract<SessionEvent, { type: 'startListening' | 'stopListening' }>,
): Step {
  if (event.type === 'startListening') {
    const command: SessionCommand = { type: 'sendListenStart', mode: event.mode };
    return to({ ...state, mode: event.mode, microphone: 'open' }, command);
  }
  if (state.microphone === 'shut') return ignored(state, event);
  return to({ ...state, microphone: 'shut' }, { type: 'sendEndOfSpeech' });
}

/** The device falls silent at once, without waiting for the broker's flush. */
function interrupted(state: LiveState, cause: SessionInterruptCause): Step {
  return to(
    named({ ...state, playing: false, broker: state.broker === 'SPEAKING' ? 'LISTENING' : state.broker }),
    { type: 'silence' },
    { type: 'sendInterrupt', cause },
  );
}

const named = (state: LiveState): LiveState => ({
  ...state,
  name: state.playing ? 'SPEAKING' : state.broker,
});

const ended = (reason: ReasonName, text = ''): DeviceSessionState => ({ name: 'ENDED', reason, text });

const to = (state: DeviceSessionState, ...commands: SessionCommand[]): Step => ({ state, commands });

const ignored = (state: DeviceSessionState, event: SessionEvent): Step =>
  to(state, { type: 'ignore', event: event.type });

function after(first: Step, event: SessionEvent): Step {
  const second = step(first.state, event);
  return { state: second.state, commands: [...first.commands, ...second.commands] };
}
