/** One of each state and event of a conversation: for the tests, and for the generated page about its life. */
import { IDLE, type SessionEvent, type SessionState, type StateName } from '../session/lifecycle.ts';

export const STATES: Record<StateName, SessionState> = {
  idle: IDLE,
  opening: { name: 'opening', deadline: 'open' },
  listening: {
    name: 'listening',
    deadline: 'silence',
    generation: 1,
    cancelledAnswer: 1,
    plannedAnswer: 0,
    playing: false,
  },
  speaking: {
    name: 'speaking',
    deadline: null,
    generation: 2,
    answer: 2,
    answerEnded: false,
    userSpoke: false,
  },
  closing: { name: 'closing', deadline: 'drain', reason: 'REQUESTED' },
  ended: { name: 'ended', reason: 'REQUESTED' },
};

/** The sessions of the samples are in the middle of their second answer, or behind it. */
export const EVENTS: Record<string, SessionEvent> = {
  start: { from: 'device', type: 'start' },
  interrupt: { from: 'device', type: 'interrupt' },
  played: { from: 'device', type: 'played', generation: 1 },
  close: { from: 'device', type: 'close' },
  linkLost: { from: 'link', type: 'lost' },
  opened: { from: 'model', type: 'opened' },
  userSpeech: { from: 'model', type: 'userSpeech' },
  userTurn: { from: 'model', type: 'userTurn' },
  interrupted: { from: 'model', type: 'interrupted' },
  modelClosed: { from: 'model', type: 'closed' },
  planned: { from: 'model', type: 'planned', answer: 2 },
  oldAnswer: { from: 'model', type: 'answer', answer: 1 },
  answer: { from: 'model', type: 'answer', answer: 2 },
  nextAnswer: { from: 'model', type: 'answer', answer: 3 },
  answerEnded: { from: 'model', type: 'answerEnded', answer: 2 },
  failed: { from: 'model', type: 'failed', reason: 'MODEL_THROTTLED' },
  drained: { from: 'playout', type: 'drained' },
  starved: { from: 'playout', type: 'starved' },
  fed: { from: 'playout', type: 'fed' },
  deadline: { from: 'clock', type: 'deadline' },
  stop: { from: 'host', type: 'stop', reason: 'SHUTDOWN' },
  fault: { from: 'host', type: 'fault' },
};
