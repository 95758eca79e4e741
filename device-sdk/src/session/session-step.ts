/** The session's state machine: one pure function, a case for each event in each state. */
import type { ReasonName } from '@pipit/protocol';
import type {
  DeviceSessionState,
  Known,
  LiveName,
  LiveState,
  Microphone,
  OpeningState,
  SessionCommand,
  SessionDeadline,
  SessionEvent,
  SessionInterruptCause,
  Step,
  SuspendedState,
} from './device-session-state.ts';

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
      const asked = {
        name: 'OPENING',
        lost: false,
        mode,
        microphone,
        opened: false,
        speaker: 'silent',
      } as const;
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
    case 'waiting':
    case 'playing':
      // Their order against session_opened is not promised across topics; they mean that it is open.
      return live(asLive(state, 'LISTENING'), event);
    case 'silent':
      return to({ ...state, speaker: 'silent' });
    case 'rejected':
      return leave({ ...event, type: 'closed' });
    case 'deadline':
      return event.deadline === 'resume'
        ? givenUp(event.deadline)
        : to(ended('OPEN_TIMEOUT'), { type: 'silence' }, { type: 'sendClose' });
    case 'startListening':
    case 'stopListening':
      return microphone(state, event);
    case 'interrupt':
      return to(state, { type: 'sendInterrupt', cause: event.cause });
    case 'flush':
      return to(state, { type: 'flushAnswer', generation: event.generation });
    case 'linkLost': {
      const { opened, speaker, mode, microphone: wish } = state;
      const suspended = { name: 'SUSPENDED', link: 'lost', opened, speaker, mode, microphone: wish } as const;
      return to(suspended, { type: 'holdAnswer' });
    }
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
    case 'waiting':
    case 'playing':
    case 'silent':
      return to(named({ ...state, speaker: event.type }));
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
      const { mode, speaker, microphone } = state;
      return to(
        { name: 'SUSPENDED', link: 'lost', opened: true, speaker, mode, microphone },
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
    case 'waiting':
    case 'playing':
    case 'silent':
      return to({ ...state, speaker: event.type });
    case 'startListening':
      return state.speaker !== 'silent' && event.mode === 'PUSH_TO_TALK'
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
    case 'deadline':
      return givenUp(event.deadline);
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
  const { mode, microphone, speaker, opened } = state;
  if (opened) return to({ ...state, link: 'asked' }, { type: 'sendResume', mode });
  // The broker never heard of it, or did not get so far as to open it.
  return to(
    { name: 'OPENING', lost: true, mode, microphone, speaker, opened },
    { type: 'sendOpen', mode },
    { type: 'releaseAnswer' },
    { type: 'catchUp', again: true },
  );
}

/** [SES-10] */
function resumed(state: SuspendedState, event: Extract<SessionEvent, { type: 'resumed' }>): Step {
  const { mode, microphone } = state;
  const speaker = event.restored ? 'silent' : state.speaker;
  const forget: SessionCommand[] = event.restored ? [{ type: 'forgetAnswers' }] : [];
  const next: DeviceSessionState =
    event.state === 'OPENING'
      ? { name: 'OPENING', lost: false, opened: true, speaker, mode, microphone }
      : asLive({ ...state, speaker }, event.state);
  // A broker that was restarted may have recorded what was sent last, and cannot tell by its number.
  return to(next, ...forget, { type: 'releaseAnswer' }, { type: 'catchUp', again: !event.restored });
}

/** The broker is told, should it hold the conversation still. */
function givenUp(deadline: SessionDeadline): Step {
  const text =
    deadline === 'answer'
      ? 'The broker did not answer.'
      : 'The link did not come back in time, or not for long enough. Check the network of the device.';
  return to(ended('DEVICE_LOST', text), { type: 'silence' }, { type: 'sendClose' });
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
        ? to(
            { name: 'CLOSING', reason: event.reason, text: event.text, drain: true },
            { type: 'finishAnswer' },
          )
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
    named({ ...state, speaker: 'silent', broker: state.broker === 'SPEAKING' ? 'LISTENING' : state.broker }),
    { type: 'silence' },
    { type: 'sendInterrupt', cause },
  );
}

function silenced(state: SuspendedState, cause: SessionInterruptCause): Step {
  return to({ ...state, speaker: 'silent' }, { type: 'silence' }, { type: 'sendInterrupt', cause });
}

const asLive = ({ mode, microphone, speaker }: Known & Microphone, broker: LiveName): LiveState =>
  named({ name: broker, broker, mode, microphone, speaker });

const named = (state: LiveState): LiveState => ({
  ...state,
  name: state.speaker === 'silent' ? state.broker : 'SPEAKING',
});

const ended = (reason: ReasonName, text = ''): DeviceSessionState => ({ name: 'ENDED', reason, text });

const to = (state: DeviceSessionState, ...commands: SessionCommand[]): Step => ({ state, commands });

const ignored = (state: DeviceSessionState, event: SessionEvent): Step =>
  to(state, { type: 'ignore', event: event.type });

function after(first: Step, event: SessionEvent): Step {
  const second = step(first.state, event);
  return { state: second.state, commands: [...first.commands, ...second.commands] };
}
