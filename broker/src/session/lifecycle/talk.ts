/** What is said: the user's turn and the answer, as if there were neither a lost link nor a renewal. */
import {
  type Listening,
  type SessionCommand,
  type SessionEvent,
  type Speaking,
  type Talk,
  startDeadline,
} from './states.ts';

/** Undefined: the event means nothing to what is said. */
export interface TalkStep {
  readonly talk: Talk;
  readonly commands: readonly SessionCommand[];
}

/** After opening; `generation` was used for words of the broker, which may still be played. */
export const startListening = (generation = 0): Listening => ({
  name: 'listening',
  deadline: startDeadline('silence'),
  generation,
  cancelledAnswer: 0,
  plannedAnswer: 0,
  playing: generation > 0,
  user: 'quiet',
  calledOff: false,
});

export function stepTalk(talk: Talk, event: SessionEvent): TalkStep | undefined {
  return talk.name === 'listening' ? listening(talk, event) : speaking(talk, event);
}

/** Nobody speaks, nothing is waited for, and what there is of the answer is all here: the stream may change now. */
export const isPause = (talk: Talk): boolean =>
  talk.name === 'listening'
    ? talk.user === 'quiet' && talk.plannedAnswer <= talk.cancelledAnswer
    : talk.answerEnded && !talk.userSpoke;

/** The stream that owed the answer is gone: the question will be asked again. */
export function askAgain(talk: Talk): TalkStep {
  if (talk.name === 'listening' || talk.answerEnded) return { talk, commands: [] };
  const again: Listening = { ...listenAgain(talk, talk.answer), user: 'waiting' };
  const { generation } = talk;
  return { talk: again, commands: [{ do: 'takeBack', generation }, { do: 'announceState' }] };
}

export const listenAgain = ({ generation }: Speaking, cancelledAnswer: number): Listening => ({
  ...startListening(),
  generation,
  cancelledAnswer,
});

/** Asks the user for patience, if nobody is speaking. */
export function excuse(talk: Talk): TalkStep | undefined {
  if (talk.name === 'speaking' || talk.playing || talk.user === 'speaking') return undefined;
  const generation = talk.generation + 1;
  return {
    talk: { ...talk, generation, playing: true },
    commands: [{ do: 'say', phrase: 'oneMoment', generation }],
  };
}

export const flush = ({ generation }: { generation: number }): SessionCommand => ({
  do: 'flush',
  generation,
});

function listening(talk: Listening, event: SessionEvent): TalkStep | undefined {
  if (event.from === 'model') {
    const heard = (user: Listening['user']): Listening => ({
      ...talk,
      user,
      calledOff: talk.calledOff && user === 'waiting',
      deadline: startDeadline('silence'),
    });
    switch (event.type) {
      case 'answer':
        if (event.answer <= talk.cancelledAnswer) return undefined;
        return talk.calledOff ? callOff(talk, event.answer) : answer(talk.generation + 1, event.answer);
      case 'planned':
        if (event.answer <= talk.cancelledAnswer) return undefined;
        if (talk.calledOff) return callOff(talk, event.answer);
        return {
          talk: { ...talk, plannedAnswer: event.answer, deadline: startDeadline('answer') },
          commands: [],
        };
      case 'answerEnded':
        // An answer that was called off before it began.
        return event.answer === talk.plannedAnswer && talk.plannedAnswer > talk.cancelledAnswer
          ? callOff(talk, event.answer)
          : undefined;
      case 'userSpeech':
        return cutShort(heard('speaking')) ?? { talk: heard('speaking'), commands: [] };
      case 'userTurn':
        return { talk: heard('waiting'), commands: [] };
      case 'asked': {
        const asked = heard('waiting');
        const deadline = startDeadline(asked.calledOff ? 'silence' : 'answer');
        return { talk: { ...asked, deadline }, commands: [] };
      }
      case 'working':
        return { talk: { ...talk, deadline: startDeadline('silence') }, commands: [] };
      case 'interrupted':
        return cutShort(talk);
      default:
        return undefined;
    }
  }
  if (event.from === 'device') {
    if (event.type === 'interrupt') return cutShort(talk) ?? notWanted(talk);
    if (event.type === 'played' && talk.playing && event.generation === talk.generation) {
      // The time for an answer that is owed runs on.
      const deadline = talk.user === 'waiting' ? talk.deadline : startDeadline('silence');
      return { talk: { ...talk, playing: false, deadline }, commands: [] };
    }
  }
  return undefined;
}

function speaking(talk: Speaking, event: SessionEvent): TalkStep | undefined {
  switch (event.from) {
    case 'model':
      switch (event.type) {
        case 'answer':
          if (event.answer <= talk.answer) return undefined;
          if (talk.userSpoke) return answer(talk.generation + 1, event.answer, flush(talk));
          // A new answer before the old one was played out: the device hears one after the other.
          return {
            talk: { ...talk, deadline: null, answer: event.answer, answerEnded: false },
            commands: [],
          };
        case 'answerEnded':
          return event.answer === talk.answer && !talk.answerEnded
            ? { talk: { ...talk, deadline: null, answerEnded: true }, commands: [{ do: 'endAnswer' }] }
            : undefined;
        case 'userSpeech':
          return interrupted(talk, 'speaking');
        case 'interrupted':
          return interrupted(talk, 'waiting');
        case 'userTurn':
        case 'asked':
          return { talk: { ...talk, userSpoke: true }, commands: [] };
        case 'working':
          return { talk: { ...talk, deadline: null }, commands: [] };
        default:
          return undefined;
      }
    case 'device':
      return event.type === 'interrupt' ? interrupted(talk, 'quiet') : undefined;
    case 'playout':
      switch (event.type) {
        case 'drained': {
          const again: Listening = { ...listenAgain(talk, talk.answer), playing: true };
          const owed: Listening = { ...again, user: 'waiting', deadline: startDeadline('answer') };
          return { talk: talk.userSpoke ? owed : again, commands: [{ do: 'announceState' }] };
        }
        case 'starved':
          return talk.answerEnded
            ? undefined
            : { talk: { ...talk, deadline: startDeadline('stall') }, commands: [] };
        case 'fed':
          return { talk: { ...talk, deadline: null }, commands: [] };
      }
      return undefined;
    default:
      return undefined;
  }
}

function interrupted(talk: Speaking, user: Listening['user']): TalkStep {
  return {
    talk: { ...listenAgain(talk, talk.answer), user },
    commands: [flush(talk), { do: 'announceState' }],
  };
}

/**
 * An interruption while nothing plays from here: of what the device has but has not played, and of what the model has
 * announced. Undefined when there is neither.
 */
function cutShort(talk: Listening): TalkStep | undefined {
  const cancelledAnswer = Math.max(talk.cancelledAnswer, talk.plannedAnswer);
  if (!talk.playing && cancelledAnswer === talk.cancelledAnswer) return undefined;
  const user = talk.user === 'waiting' ? 'quiet' : talk.user;
  return {
    talk: { ...talk, cancelledAnswer, playing: false, user, deadline: startDeadline('silence') },
    commands: talk.playing ? [flush(talk)] : [],
  };
}

/** An interruption before the model has said anything: what it is about to say is not wanted. */
const notWanted = (talk: Listening): TalkStep | undefined =>
  talk.user === 'waiting' && !talk.calledOff
    ? { talk: { ...talk, calledOff: true, deadline: startDeadline('silence') }, commands: [] }
    : undefined;

const callOff = (talk: Listening, cancelledAnswer: number): TalkStep => ({
  talk: { ...talk, cancelledAnswer, calledOff: false, user: 'quiet', deadline: startDeadline('silence') },
  commands: [],
});

const answer = (generation: number, number: number, ...first: SessionCommand[]): TalkStep => ({
  talk: {
    name: 'speaking',
    deadline: null,
    generation,
    answer: number,
    answerEnded: false,
    userSpoke: false,
  },
  commands: [...first, { do: 'startAnswer', generation }, { do: 'announceState' }],
});
