/** One of each state and event of a conversation: for the tests, and for the generated page about its life. */
import {
  IDLE,
  type Listening,
  type Live,
  type SessionEvent,
  type SessionState,
  type Speaking,
  type StateName,
} from '../session/lifecycle/lifecycle.ts';

/** The sessions of the samples are in the middle of their second answer, or behind it. */
export const LISTENING: Listening = {
  name: 'listening',
  deadline: { of: 'silence' },
  generation: 1,
  cancelledAnswer: 1,
  plannedAnswer: 0,
  playing: false,
  user: 'quiet',
  calledOff: false,
};
export const SPEAKING: Speaking = {
  name: 'speaking',
  deadline: null,
  generation: 2,
  answer: 2,
  answerEnded: false,
  userSpoke: false,
};
const parts = { renewal: null, away: null, losses: 0 };
const renewal = { phase: 'preparing', deadline: { of: 'renewal' } } as const;
const grace = { of: 'grace' } as const;

export const STATES: Record<StateName, SessionState> = {
  idle: IDLE,
  opening: { name: 'opening', deadline: { of: 'open' }, generation: 0 },
  listening: { name: 'listening', deadline: LISTENING.deadline, talk: LISTENING, ...parts },
  speaking: { name: 'speaking', deadline: null, talk: SPEAKING, ...parts },
  renewing: { name: 'renewing', deadline: renewal.deadline, talk: SPEAKING, ...parts, renewal },
  suspended: { name: 'suspended', deadline: grace, talk: SPEAKING, ...parts, away: grace },
  closing: {
    name: 'closing',
    deadline: { of: 'farewell' },
    reason: 'REQUESTED',
    wasOpened: true,
    generation: 2,
    modelOpen: true,
    saying: false,
  },
  ended: { name: 'ended', reason: 'REQUESTED' },
};

/** Phases of a renewal that the samples above are not in; each with an answer under way. */
export const RENEWALS: Record<string, Live> = {
  prepared: asRenewing({ phase: 'prepared', deadline: renewal.deadline }),
  alone: asRenewing({ phase: 'alone', deadline: renewal.deadline }),
  replacing: {
    ...asRenewing({ phase: 'replacing', deadline: { of: 'open' }, attempt: 1, excused: false }),
    talk: { ...LISTENING, user: 'waiting' },
  },
};

function asRenewing(next: NonNullable<Live['renewal']>): Live {
  return { name: 'renewing', deadline: next.deadline, talk: SPEAKING, ...parts, renewal: next };
}

export const EVENTS: Record<string, SessionEvent> = {
  start: { from: 'device', type: 'start' },
  interrupt: { from: 'device', type: 'interrupt' },
  played: { from: 'device', type: 'played', generation: 1 },
  close: { from: 'device', type: 'close' },
  linkLost: { from: 'link', type: 'lost' },
  linkBack: { from: 'link', type: 'back', policy: 'continue' },
  linkBackRepeat: { from: 'link', type: 'back', policy: 'repeat' },
  linkBackDrop: { from: 'link', type: 'back', policy: 'drop' },
  opened: { from: 'model', type: 'opened' },
  waiting: { from: 'model', type: 'waiting' },
  userSpeech: { from: 'model', type: 'userSpeech' },
  userTurn: { from: 'model', type: 'userTurn' },
  asked: { from: 'model', type: 'asked' },
  working: { from: 'model', type: 'working' },
  interrupted: { from: 'model', type: 'interrupted' },
  planned: { from: 'model', type: 'planned', answer: 2 },
  oldAnswer: { from: 'model', type: 'answer', answer: 1 },
  answer: { from: 'model', type: 'answer', answer: 2 },
  nextAnswer: { from: 'model', type: 'answer', answer: 3 },
  answerEnded: { from: 'model', type: 'answerEnded', answer: 2 },
  limitNear: { from: 'model', type: 'limitNear', urgent: false },
  limitUrgent: { from: 'model', type: 'limitNear', urgent: true },
  deaf: { from: 'model', type: 'deaf' },
  failed: { from: 'model', type: 'failed', reason: 'MODEL_FAILED', recovery: 'reopen' },
  failedForGood: { from: 'model', type: 'failed', reason: 'MODEL_ACCESS_DENIED', recovery: 'none' },
  modelClosed: { from: 'model', type: 'closed' },
  nextOpened: { from: 'next', type: 'opened' },
  nextWaiting: { from: 'next', type: 'waiting' },
  nextFailed: { from: 'next', type: 'failed', reason: 'MODEL_THROTTLED', recovery: 'backoff' },
  drained: { from: 'playout', type: 'drained' },
  starved: { from: 'playout', type: 'starved' },
  fed: { from: 'playout', type: 'fed' },
  deadline: { from: 'clock', type: 'deadline' },
  stop: { from: 'host', type: 'stop', reason: 'SHUTDOWN' },
  reconfigure: { from: 'host', type: 'reconfigure' },
  toolSlow: { from: 'host', type: 'toolSlow' },
  detach: { from: 'host', type: 'detach' },
  fault: { from: 'host', type: 'fault' },
};
