/**
 * The life of a conversation as a pure function and one policy table.
 *
 *   idle -> opening -> listening <-> speaking -> closing -> ended      the happy life
 *   any live state -> closing                                          stop, failure, deadline, link lost
 *
 * `step` never waits, never throws, has no clock and no log. What does not fit a state is ignored, and says so.
 * States that survive a lost link or renew the model's stream will be further rows of the same table.
 */
import type { ReasonName } from '@pipit/protocol';

/** Answers are numbered by the model adapter from 1 on; generations, towards the device, from 1 on as well. */
export type SessionState =
  | { readonly name: 'idle' }
  | { readonly name: 'opening'; readonly deadline: Deadline }
  | {
      readonly name: 'listening';
      readonly deadline: Deadline | null;
      readonly generation: number;
      /** Audio up to this answer of the model is not wanted any more. */
      readonly cancelledAnswer: number;
      /** The last answer that the model announced; its audio may be under way. 0 for none. */
      readonly plannedAnswer: number;
      /** The device has got the last answer whole, and has not said yet that it played it. */
      readonly playing: boolean;
    }
  | {
      readonly name: 'speaking';
      /** Armed only while the device may run dry. */
      readonly deadline: Deadline | null;
      readonly generation: number;
      readonly answer: number;
      readonly answerEnded: boolean;
      /** The user spoke into the answer: the next one does not wait for the rest of it. */
      readonly userSpoke: boolean;
    }
  | { readonly name: 'closing'; readonly deadline: Deadline; readonly reason: ReasonName }
  | { readonly name: 'ended'; readonly reason: ReasonName };

export type StateName = SessionState['name'];
export type Deadline = 'open' | 'silence' | 'stall' | 'drain';

export type SessionEvent =
  | { readonly from: 'device'; readonly type: 'start' | 'interrupt' | 'close' }
  | { readonly from: 'device'; readonly type: 'played'; readonly generation: number }
  | { readonly from: 'link'; readonly type: 'lost' }
  | { readonly from: 'model'; readonly type: 'opened' | 'userSpeech' | 'userTurn' | 'interrupted' | 'closed' }
  | { readonly from: 'model'; readonly type: 'planned' | 'answer' | 'answerEnded'; readonly answer: number }
  | { readonly from: 'model'; readonly type: 'failed'; readonly reason: ReasonName }
  | { readonly from: 'playout'; readonly type: 'drained' | 'starved' | 'fed' }
  | { readonly from: 'clock'; readonly type: 'deadline' }
  | { readonly from: 'host'; readonly type: 'stop'; readonly reason: ReasonName }
  /** Our own code failed while it handled something for this session. */
  | { readonly from: 'host'; readonly type: 'fault' };

export type SessionCommand =
  | { readonly do: 'openModel' | 'closeModel' | 'endAnswer' | 'announceOpened' | 'announceState' }
  | { readonly do: 'startAnswer'; readonly generation: number }
  | { readonly do: 'flush'; readonly generation: number }
  | { readonly do: 'announceEnd'; readonly reason: ReasonName; readonly wasOpened: boolean }
  | { readonly do: 'ignore' };

export interface Step {
  readonly state: SessionState;
  readonly commands: readonly SessionCommand[];
}

export type Resource = 'model' | 'playout' | 'decoder';
export type UplinkRoute = 'refuse' | 'buffer' | 'forward' | 'drop';
export type DownlinkRoute = 'drop' | 'play';

export interface Policy {
  /** What exists in this state; leaving it releases what the next one does not need. */
  readonly needs: readonly Resource[];
  readonly uplink: UplinkRoute;
  readonly downlink: DownlinkRoute;
  readonly deadline: Deadline | null;
}

export const POLICY: Readonly<Record<StateName, Policy>> = {
  idle: { needs: [], uplink: 'refuse', downlink: 'drop', deadline: null },
  opening: { needs: ['model', 'decoder'], uplink: 'buffer', downlink: 'drop', deadline: 'open' },
  listening: {
    needs: ['model', 'decoder', 'playout'],
    uplink: 'forward',
    downlink: 'drop',
    deadline: 'silence',
  },
  speaking: {
    needs: ['model', 'decoder', 'playout'],
    uplink: 'forward',
    downlink: 'play',
    deadline: 'stall',
  },
  closing: { needs: ['model'], uplink: 'drop', downlink: 'drop', deadline: 'drain' },
  ended: { needs: [], uplink: 'drop', downlink: 'drop', deadline: null },
};

export const IDLE: SessionState = { name: 'idle' };

/** At first. */
const LISTENING: SessionState & { name: 'listening' } = {
  name: 'listening',
  deadline: 'silence',
  generation: 0,
  cancelledAnswer: 0,
  plannedAnswer: 0,
  playing: false,
};

export function step(state: SessionState, event: SessionEvent): Step {
  if (event.type === 'fault' && state.name !== 'ended') {
    return end('INTERNAL', state.name !== 'idle' && state.name !== 'opening');
  }
  switch (state.name) {
    case 'idle':
      return idle(state, event);
    case 'opening':
      return opening(state, event);
    case 'listening':
      return listening(state, event);
    case 'speaking':
      return speaking(state, event);
    case 'closing':
      return closing(state, event);
    case 'ended':
      return ignore(state);
    default:
      return state satisfies never;
  }
}

function idle(state: SessionState & { name: 'idle' }, event: SessionEvent): Step {
  if (event.from === 'device' && event.type === 'start') {
    return to({ name: 'opening', deadline: 'open' }, { do: 'openModel' }, { do: 'announceState' });
  }
  const reason = reasonToStop(event);
  return reason ? end(reason, false) : ignore(state);
}

function opening(state: SessionState & { name: 'opening' }, event: SessionEvent): Step {
  if (event.from === 'model' && event.type === 'opened') {
    return to(LISTENING, { do: 'announceOpened' }, { do: 'announceState' });
  }
  if (event.from === 'model' && event.type === 'failed') return end(event.reason, false);
  if (event.from === 'clock') return end('OPEN_TIMEOUT', false);
  const reason = reasonToStop(event);
  return reason ? end(reason, false) : ignore(state);
}

function listening(state: SessionState & { name: 'listening' }, event: SessionEvent): Step {
  if (event.from === 'model') {
    switch (event.type) {
      case 'answer':
        return event.answer > state.cancelledAnswer
          ? answer(state.generation + 1, event.answer)
          : ignore(state);
      case 'planned':
        return event.answer > state.cancelledAnswer
          ? to({ ...state, plannedAnswer: event.answer })
          : ignore(state);
      case 'userSpeech':
        return cutShort(state) ?? to({ ...state });
      case 'userTurn':
        // The same state again: its silence is counted from now.
        return to({ ...state });
      case 'interrupted':
        return cutShort(state) ?? ignore(state);
      case 'failed':
        return close(event.reason);
      case 'closed':
        return end('MODEL_FAILED', true);
      case 'opened':
      case 'answerEnded':
        return ignore(state);
    }
  }
  if (event.from === 'device') {
    if (event.type === 'interrupt') return cutShort(state) ?? ignore(state);
    if (event.type === 'played' && state.playing && event.generation === state.generation) {
      return to({ ...state, playing: false });
    }
  }
  if (event.from === 'clock') return close('SILENCE');
  const reason = reasonToStop(event);
  return reason ? close(reason) : ignore(state);
}

function speaking(state: SessionState & { name: 'speaking' }, event: SessionEvent): Step {
  switch (event.from) {
    case 'model':
      switch (event.type) {
        case 'answer':
          if (event.answer <= state.answer) return ignore(state);
          if (state.userSpoke) return answer(state.generation + 1, event.answer, flush(state));
          // A new answer before the old one was played out: the device hears one after the other.
          return to({ ...state, answer: event.answer, answerEnded: false });
        case 'answerEnded':
          return event.answer === state.answer && !state.answerEnded
            ? to({ ...state, deadline: null, answerEnded: true }, { do: 'endAnswer' })
            : ignore(state);
        case 'userSpeech':
        case 'interrupted':
          return interrupted(state);
        case 'userTurn':
          return to({ ...state, userSpoke: true });
        case 'failed':
          return close(event.reason, flush(state));
        case 'closed':
          return end('MODEL_FAILED', true, flush(state));
        case 'opened':
        case 'planned':
          return ignore(state);
      }
      break;
    case 'device':
      if (event.type === 'interrupt') return interrupted(state);
      break;
    case 'playout':
      switch (event.type) {
        case 'drained':
          return to({ ...listenAgain(state, state.answer), playing: true }, { do: 'announceState' });
        case 'starved':
          return state.answerEnded ? ignore(state) : to({ ...state, deadline: 'stall' });
        case 'fed':
          return to({ ...state, deadline: null });
      }
      break;
    case 'clock':
      // The model said too little to call it a failure: the turn is over, and if it goes on it is heard.
      return to(listenAgain(state, state.answer - 1), { do: 'endAnswer' }, { do: 'announceState' });
    case 'link':
    case 'host':
      break;
  }
  const reason = reasonToStop(event);
  return reason ? close(reason, flush(state)) : ignore(state);
}

function closing(state: SessionState & { name: 'closing' }, event: SessionEvent): Step {
  const done =
    event.from === 'clock' ||
    (event.from === 'model' && (event.type === 'closed' || event.type === 'failed'));
  return done ? end(state.reason, true) : ignore(state);
}

function interrupted(state: SessionState & { name: 'speaking' }): Step {
  return to(listenAgain(state, state.answer), flush(state), { do: 'announceState' });
}

/**
 * An interruption while nothing plays from here: of what the device has but has not played, and of what the model has
 * announced. Undefined when there is neither.
 */
function cutShort(state: SessionState & { name: 'listening' }): Step | undefined {
  const cancelledAnswer = Math.max(state.cancelledAnswer, state.plannedAnswer);
  if (!state.playing && cancelledAnswer === state.cancelledAnswer) return undefined;
  return to({ ...state, cancelledAnswer, playing: false }, ...(state.playing ? [flush(state)] : []));
}

function listenAgain(state: SessionState & { name: 'speaking' }, cancelledAnswer: number) {
  const { generation } = state;
  return { ...LISTENING, generation, cancelledAnswer };
}

const answer = (generation: number, number: number, ...first: SessionCommand[]): Step =>
  to(
    { name: 'speaking', deadline: null, generation, answer: number, answerEnded: false, userSpoke: false },
    ...first,
    { do: 'startAnswer', generation },
    { do: 'announceState' },
  );

const flush = ({ generation }: { generation: number }): SessionCommand => ({ do: 'flush', generation });

/** The reason with which an event ends any live state. */
function reasonToStop(event: SessionEvent): ReasonName | undefined {
  if (event.from === 'device' && event.type === 'close') return 'REQUESTED';
  if (event.from === 'link') return 'DEVICE_LOST';
  if (event.from === 'host' && event.type === 'stop') return event.reason;
  return undefined;
}

const to = (state: SessionState, ...commands: SessionCommand[]): Step => ({ state, commands });

const close = (reason: ReasonName, ...first: SessionCommand[]): Step =>
  to({ name: 'closing', deadline: 'drain', reason }, ...first, { do: 'closeModel' }, { do: 'announceState' });

const end = (reason: ReasonName, wasOpened: boolean, ...first: SessionCommand[]): Step =>
  to({ name: 'ended', reason }, ...first, { do: 'announceState' }, { do: 'announceEnd', reason, wasOpened });

const ignore = (state: SessionState): Step => ({ state, commands: [{ do: 'ignore' }] });
