/**
 * The life of a conversation as the device sees it: one pure function and one policy table.
 *
 *   IDLE -> OPENING -> LISTENING <-> SPEAKING -> CLOSING -> ENDED
 *              |  ^       |  ^          |
 *              v  |       v  |          v        link lost / link back, and the broker goes on
 *            SUSPENDED   SUSPENDED -----+        RENEWING: announced by the broker, shown as busy
 *
 * The names are those of the protocol's SessionState. The device is SPEAKING while its own speaker plays, whatever
 * the broker announced meanwhile: the broker is done sending before the listener has heard all. Without a link it is
 * SUSPENDED, plays what it has and keeps what it hears.
 */
import type { InterruptCauseName, ListenModeName, ReasonName } from '@pipit/protocol';

export type SessionStateName = DeviceSessionState['name'];
export type LiveName = 'LISTENING' | 'SPEAKING' | 'RENEWING';
export type SessionMode = Exclude<ListenModeName, 'UNSPECIFIED'>;
export type SessionInterruptCause = Exclude<InterruptCauseName, 'UNSPECIFIED'>;

/** The application's wish, whatever the mode makes of it. */
interface Microphone {
  readonly mode: SessionMode;
  readonly microphone: 'open' | 'shut';
}

interface Known {
  /** The broker has said that it is open: after a lost link it is resumed [SES-9]; before, it is asked for again. */
  readonly opened: boolean;
  readonly playing: boolean;
}

export type DeviceSessionState =
  | { readonly name: 'IDLE' }
  | ({ readonly name: 'OPENING' } & Known & Microphone)
  | ({
      readonly name: LiveName;
      /** What the broker announced last. */
      readonly broker: LiveName;
      readonly playing: boolean;
    } & Microphone)
  /** `asked`: there is a link again, and the broker has not answered session_resume. */
  | ({ readonly name: 'SUSPENDED'; readonly link: 'lost' | 'asked' } & Known & Microphone)
  /** `drain`: the broker has closed, what is left is played to its end. */
  | { readonly name: 'CLOSING'; readonly reason: ReasonName; readonly text: string; readonly drain: boolean }
  | { readonly name: 'ENDED'; readonly reason: ReasonName; readonly text: string };

export type LiveState = Extract<DeviceSessionState, { name: LiveName }>;
type OpeningState = Extract<DeviceSessionState, { name: 'OPENING' }>;
type SuspendedState = Extract<DeviceSessionState, { name: 'SUSPENDED' }>;

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
  | { readonly type: 'playing' }
  | { readonly type: 'silent' }
  // The link and the clock.
  | { readonly type: 'linkLost' }
  /** The broker has answered hello on a new one. */
  | { readonly type: 'linkBack' }
  /** For good: there will be no other link, or another session took this one's place. */
  | { readonly type: 'lost'; readonly reason: ReasonName; readonly text: string }
  | { readonly type: 'deadline' };

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
  /** Answers are numbered from 1 again. */
  | { readonly type: 'forgetAnswers' }
  /** Tell the broker what it may have missed, then what the microphone heard meanwhile. `again`: also what was sent last. */
  | { readonly type: 'catchUp'; readonly again: boolean }
  | { readonly type: 'ignore'; readonly event: SessionEvent['type'] };

export interface Step {
  readonly state: DeviceSessionState;
  readonly commands: readonly SessionCommand[];
}

/** `resume`: until there is a link again. `answer`: until the broker says whether the conversation goes on. */
export type SessionDeadline = 'open' | 'resume' | 'answer' | 'close';

export const SESSION_DEADLINES_MS: Readonly<Record<SessionDeadline, number>> = {
  open: 20_000,
  resume: 90_000,
  answer: 10_000,
  close: 5000,
};

interface StatePolicy {
  /** `microphone`: sent while it is open. `gated`: but in AUTOMATIC mode not while the device plays. `held`: kept so. */
  readonly uplink: 'drop' | 'microphone' | 'gated' | 'held';
  readonly downlink: 'drop' | 'play';
}

export const SESSION_POLICY: Readonly<Record<SessionStateName, StatePolicy>> = {
  IDLE: { uplink: 'drop', downlink: 'drop' },
  OPENING: { uplink: 'microphone', downlink: 'play' },
  LISTENING: { uplink: 'microphone', downlink: 'play' },
  SPEAKING: { uplink: 'gated', downlink: 'play' },
  SUSPENDED: { uplink: 'held', downlink: 'play' },
  RENEWING: { uplink: 'microphone', downlink: 'play' },
  CLOSING: { uplink: 'drop', downlink: 'drop' },
  ENDED: { uplink: 'drop', downlink: 'drop' },
};

/** The one deadline of a state, from its beginning. */
export function deadlineOf(state: DeviceSessionState): SessionDeadline | undefined {
  switch (state.name) {
    case 'OPENING':
      return 'open';
    case 'SUSPENDED':
      return state.link === 'lost' ? 'resume' : 'answer';
    case 'CLOSING':
      return 'close';
    default:
      return undefined;
  }
}

/** What becomes of the microphone's frames now. */
export function uplinkRoute(state: DeviceSessionState): 'send' | 'hold' | 'drop' {
  const { uplink } = SESSION_POLICY[state.name];
  if (uplink === 'drop' || !('microphone' in state) || state.microphone === 'shut') return 'drop';
  if (uplink !== 'microphone' && state.mode === 'AUTOMATIC' && state.playing) return 'drop';
  return uplink === 'held' ? 'hold' : 'send';
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
    case 'RENEWING':
      return live(state, event);
    case 'SUSPENDED':
      return suspended(state, event);
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
      const { mode } = event;
      const asked = { name: 'OPENING', mode, microphone, opened: false, playing: false } as const;
      return to(asked, { type: 'sendOpen', mode });
    }
    case 'close':
      return to(ended('REQUESTED'));
    case 'lost':
      return to(ended(event.reason, event.text));
    default:
      return ignored(state, event);
  }
}

function opening(state: OpeningState, event: SessionEvent): Step {
  switch (event.type) {
    case 'opened':
      return to(asLive(state, 'LISTENING'));
    case 'announced':
    case 'playing':
      // Their order against session_opened is not promised across topics; they mean that it is open.
      return live(asLive(state, 'LISTENING'), event);
    case 'silent':
      return state.playing ? to({ ...state, playing: false }) : ignored(state, event);
    case 'rejected':
      return leave({ ...event, type: 'closed' });
    case 'deadline':
      return to(ended('OPEN_TIMEOUT'), { type: 'silence' }, { type: 'sendClose' });
    case 'startListening':
    case 'stopListening':
      return microphone(state, event);
    case 'interrupt':
      return to(state, { type: 'sendInterrupt', cause: event.cause });
    case 'flush':
      return to(state, { type: 'flushAnswer', generation: event.generation });
    case 'linkLost':
      return to({ ...state, name: 'SUSPENDED', link: 'lost' }, { type: 'holdAnswer' });
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
    case 'linkLost': {
      const { mode, playing, microphone } = state;
      return to(
        { name: 'SUSPENDED', link: 'lost', opened: true, playing, mode, microphone },
        { type: 'holdAnswer' },
      );
    }
    case 'rejected':
      // Its words have been heard already.
      return leave({ ...event, type: 'closed' });
    case 'close':
    case 'closed':
    case 'lost':
      return leave(event);
    default:
      return ignored(state, event);
  }
}

/** What the application wishes meanwhile is told to the broker later: the outbox keeps it. */
function suspended(state: SuspendedState, event: SessionEvent): Step {
  switch (event.type) {
    case 'linkBack':
      return state.link === 'lost' ? linkBack(state) : ignored(state, event);
    case 'linkLost':
      return state.link === 'asked' ? to({ ...state, link: 'lost' }) : ignored(state, event);
    case 'resumed':
      return state.link === 'asked' ? resumed(state, event) : ignored(state, event);
    case 'playing':
      return to({ ...state, playing: true });
    case 'silent':
      return to({ ...state, playing: false });
    case 'startListening':
      return state.playing && event.mode === 'PUSH_TO_TALK'
        ? after(silenced(state, 'BUTTON'), event)
        : microphone(state, event);
    case 'stopListening':
      return microphone(state, event);
    case 'interrupt':
      return silenced(state, event.cause);
    case 'flush':
      return to(state, { type: 'flushAnswer', generation: event.generation });
    case 'rejected':
    case 'refused':
      return to(ended(event.reason, event.text), { type: 'silence' });
    case 'deadline': {
      const text =
        state.link === 'lost' ? 'The link did not come back in time.' : 'The broker did not answer.';
      return to(ended('DEVICE_LOST', text), { type: 'silence' }, { type: 'sendClose' });
    }
    case 'close':
      // Nobody is there who could agree.
      return state.link === 'lost'
        ? to(ended('REQUESTED'), { type: 'silence' }, { type: 'sendClose' })
        : leave(event);
    case 'closed':
    case 'lost':
      return leave(event);
    default:
      return ignored(state, event);
  }
}

function linkBack(state: SuspendedState): Step {
  const { mode, microphone, playing, opened } = state;
  if (opened) return to({ ...state, link: 'asked' }, { type: 'sendResume', mode });
  // The broker never heard of it, or did not get so far as to open it.
  return to(
    { name: 'OPENING', mode, microphone, playing, opened },
    { type: 'sendOpen', mode },
    { type: 'releaseAnswer' },
    { type: 'catchUp', again: true },
  );
}

/** [SES-10] */
function resumed(state: SuspendedState, event: Extract<SessionEvent, { type: 'resumed' }>): Step {
  const { mode, microphone } = state;
  const playing = state.playing && !event.restored;
  const forget: SessionCommand[] = event.restored ? [{ type: 'forgetAnswers' }] : [];
  const next: DeviceSessionState =
    event.state === 'OPENING'
      ? { name: 'OPENING', opened: true, playing, mode, microphone }
      : asLive({ ...state, playing }, event.state);
  // A broker that was restarted may have recorded what was sent last, and cannot tell by its number.
  return to(next, ...forget, { type: 'releaseAnswer' }, { type: 'catchUp', again: !event.restored });
}

function closing(state: Extract<DeviceSessionState, { name: 'CLOSING' }>, event: SessionEvent): Step {
  switch (event.type) {
    case 'closed':
      return state.drain ? ignored(state, event) : to(ended(state.reason, state.text));
    case 'linkLost':
      // What is left is played without a link; an answer to our close will not come.
      return state.drain ? ignored(state, event) : to(ended(state.reason, state.text), { type: 'silence' });
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
      const unheardOf = event.reason === 'REPLACED' || event.reason === 'UNSUPPORTED_AUDIO';
      const goodbye: SessionCommand[] = unheardOf ? [{ type: 'sendClose' }] : [];
      return to(ended(event.reason, event.text), { type: 'silence' }, ...goodbye);
    }
  }
}

function microphone(
  state: LiveState | OpeningState | SuspendedState,
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

function silenced(state: SuspendedState, cause: SessionInterruptCause): Step {
  return to({ ...state, playing: false }, { type: 'silence' }, { type: 'sendInterrupt', cause });
}

const asLive = ({ mode, microphone, playing }: Known & Microphone, broker: LiveName): LiveState =>
  named({ name: broker, broker, mode, microphone, playing });

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
