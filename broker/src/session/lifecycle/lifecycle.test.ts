import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENTS, LISTENING, RENEWALS, SPEAKING, STATES } from '../../testing/lifecycle-samples.ts';
import {
  IDLE,
  type Live,
  POLICY,
  type SessionCommand,
  type SessionEvent,
  type SessionState,
  type StateName,
  step,
} from './lifecycle.ts';
import { MAX_ATTEMPTS } from './renewal.ts';

const ALWAYS = { close: 'closing', stop: 'closing', detach: 'ended', fault: 'ended' } as const;
const LIVE = { ...ALWAYS, linkLost: 'suspended', failed: 'renewing', modelClosed: 'renewing' } as const;
const SAYS = {
  nextAnswer: '',
  userTurn: '',
  asked: '',
  working: '',
  answerEnded: '',
  userSpeech: '',
  interrupted: '',
  interrupt: '',
  drained: '',
  starved: '',
  fed: '',
} as const;
/** What is said while the conversation stays in this state, whatever is said. */
const saysIn = (name: StateName): Record<string, StateName> =>
  Object.fromEntries(Object.keys(SAYS).map((event) => [event, name]));

/** Where each event leads; an event that is not named is ignored. */
const GRID: Record<StateName, Record<string, StateName>> = {
  idle: { start: 'opening', close: 'ended', linkLost: 'ended', stop: 'ended', fault: 'ended' },
  opening: {
    opened: 'listening',
    waiting: 'opening',
    failed: 'closing',
    failedForGood: 'closing',
    deadline: 'closing',
    close: 'ended',
    linkLost: 'ended',
    stop: 'ended',
    detach: 'ended',
    fault: 'ended',
  },
  listening: {
    ...LIVE,
    answer: 'speaking',
    nextAnswer: 'speaking',
    userSpeech: 'listening',
    userTurn: 'listening',
    asked: 'listening',
    working: 'listening',
    planned: 'listening',
    deaf: 'renewing',
    limitNear: 'renewing',
    reconfigure: 'renewing',
    limitUrgent: 'renewing',
    failedForGood: 'closing',
    deadline: 'closing',
  },
  speaking: {
    ...LIVE,
    ...saysIn('speaking'),
    userSpeech: 'listening',
    interrupted: 'listening',
    interrupt: 'listening',
    drained: 'listening',
    limitNear: 'renewing',
    reconfigure: 'renewing',
    limitUrgent: 'renewing',
    failedForGood: 'closing',
    deadline: 'renewing',
  },
  renewing: {
    ...LIVE,
    ...saysIn('renewing'),
    limitNear: 'renewing',
    reconfigure: 'renewing',
    limitUrgent: 'renewing',
    nextOpened: 'renewing',
    nextWaiting: 'renewing',
    nextFailed: 'renewing',
    failedForGood: 'closing',
    deadline: 'renewing',
  },
  suspended: {
    ...ALWAYS,
    ...saysIn('suspended'),
    linkBack: 'speaking',
    linkBackRepeat: 'speaking',
    linkBackDrop: 'listening',
    limitNear: 'suspended',
    reconfigure: 'suspended',
    limitUrgent: 'suspended',
    failed: 'suspended',
    modelClosed: 'suspended',
    failedForGood: 'closing',
    deadline: 'closing',
  },
  closing: {
    modelClosed: 'ended',
    failed: 'ended',
    failedForGood: 'ended',
    drained: 'closing',
    linkLost: 'closing',
    linkBack: 'closing',
    linkBackRepeat: 'closing',
    linkBackDrop: 'closing',
    deadline: 'ended',
    detach: 'ended',
    fault: 'ended',
  },
  ended: {},
};

describe('every state meets every event', () => {
  for (const [name, state] of Object.entries(STATES)) {
    test.each(Object.keys(EVENTS))(`${name} × %s`, (event) => {
      const result = step(state, EVENTS[event]!);
      const expected = GRID[name as StateName][event];
      expect(result.state.name).toBe(expected ?? name);
      if (expected === undefined) {
        expect(result.commands).toEqual([{ do: 'ignore' }]);
        expect(result.state).toBe(state);
      } else {
        expect(result.commands).not.toContainEqual({ do: 'ignore' });
      }
    });
  }
});

test('the deadline of a state is one that its policy names', () => {
  for (const state of [...Object.values(STATES), ...Object.values(RENEWALS)]) {
    const deadline = 'deadline' in state ? state.deadline : null;
    if (deadline) expect(POLICY[state.name].deadlines).toContain(deadline.of);
  }
});

const run = (state: SessionState, ...events: (string | SessionEvent)[]) =>
  events.reduce<{ state: SessionState; commands: SessionCommand[] }>(
    (now, event) => {
      const next = step(now.state, typeof event === 'string' ? EVENTS[event]! : event);
      return { state: next.state, commands: [...now.commands, ...next.commands] };
    },
    { state, commands: [] },
  );

describe('an interruption', () => {
  test('flushes the answer once, and it does not come back', () => {
    const interrupted = step(STATES.speaking, EVENTS['interrupt']!);
    expect(interrupted.commands[0]).toEqual({ do: 'flush', generation: 2 });
    expect(step(interrupted.state, EVENTS['answer']!).state.name).toBe('listening');
    const next = step(interrupted.state, EVENTS['nextAnswer']!);
    expect(next.commands[0]).toEqual({ do: 'startAnswer', generation: 3 });
    expect(step(interrupted.state, EVENTS['interrupted']!).commands).toEqual([{ do: 'ignore' }]);
  });

  test('before the answer calls it off, and the next question is answered', () => {
    const { state, commands } = run(
      STATES.listening,
      'userSpeech',
      'userTurn',
      'interrupt',
      'answer',
      'nextAnswer',
    );
    expect(commands.filter((command) => command.do === 'startAnswer')).toEqual([
      { do: 'startAnswer', generation: 2 },
    ]);
    expect(state).toMatchObject({ talk: { answer: 3 } });
  });

  test('before the answer does not call off the answer to what is said next', () => {
    const { state } = run(
      STATES.listening,
      'userSpeech',
      'userTurn',
      'interrupt',
      'userSpeech',
      'userTurn',
      'answer',
    );
    expect(state.name).toBe('speaking');
  });

  test('with nothing to interrupt does nothing', () => {
    expect(step(STATES.listening, EVENTS['interrupt']!).commands).toEqual([{ do: 'ignore' }]);
  });

  test('during a renewal stops the answer, and then the pause is used', () => {
    const { state, commands } = run(RENEWALS['prepared']!, 'interrupt');
    expect(commands.map((command) => command.do)).toEqual(['flush', 'announceState', 'handOver']);
    expect(state).toMatchObject({ name: 'listening', talk: { cancelledAnswer: 2 } });
  });
});

describe('a renewal', () => {
  test('waits for the end of the answer, then hands over', () => {
    const ready = run(STATES.speaking, 'limitNear', 'nextOpened');
    expect(ready.state).toMatchObject({ name: 'renewing', renewal: { phase: 'prepared' } });
    const over = run(ready.state, 'answerEnded');
    expect(over.commands).toContainEqual({ do: 'handOver', keep: false });
    expect(over.state).toMatchObject({ name: 'speaking', renewal: null });
  });

  test('does not begin while the user speaks, unless it must', () => {
    const speaking = run(STATES.listening, 'userSpeech').state;
    expect(run(speaking, 'limitNear')).toMatchObject({ commands: [], state: { name: 'listening' } });
    expect(run(speaking, 'limitUrgent').state.name).toBe('renewing');
  });

  test('at the limit leaves the answer to the old stream', () => {
    const { state, commands } = run(RENEWALS['prepared']!, 'deadline');
    expect(commands).toEqual([{ do: 'handOver', keep: true }]);
    expect(state).toMatchObject({ name: 'speaking', talk: { answer: 2, answerEnded: false } });
  });

  test('at the limit asks the new stream what the old one was asked', () => {
    const asked = { ...RENEWALS['prepared']!, talk: { ...LISTENING, user: 'waiting' } } as Live;
    expect(run(asked, 'deadline').commands).toEqual([{ do: 'handOver', keep: false }]);
  });

  test('without a second stream ends the first at the next pause', () => {
    const alone = run(STATES.speaking, 'limitNear', 'nextFailed');
    expect(alone.state).toMatchObject({ renewal: { phase: 'alone' } });
    const { state, commands } = run(alone.state, 'answerEnded');
    expect(commands.map((command) => command.do)).toEqual(['endAnswer', 'dropModel', 'openNext']);
    expect(run(state, 'nextOpened').commands).toEqual([{ do: 'handOver', keep: false }]);
  });
});

describe('a lost stream', () => {
  test('is replaced, and an answer that was not whole is asked for again', () => {
    const { state, commands } = run(STATES.speaking, 'failed');
    expect(commands.map((command) => command.do)).toEqual([
      'takeBack',
      'announceState',
      'dropModel',
      'openNext',
    ]);
    expect(state).toMatchObject({ name: 'renewing', talk: { name: 'listening', user: 'waiting' } });
    expect(run(state, 'nextOpened')).toMatchObject({ state: { name: 'listening' } });
  });

  test('leaves the answer alone that is here already', () => {
    const { commands } = run(STATES.speaking, 'answerEnded', 'failed');
    expect(commands.map((command) => command.do)).toEqual(['endAnswer', 'dropModel', 'openNext']);
  });

  test('is given up after some attempts, with an apology', () => {
    const failures = Array.from({ length: MAX_ATTEMPTS }, () => 'nextFailed');
    const { state, commands } = run(STATES.speaking, 'failed', ...failures);
    expect(state).toMatchObject({ name: 'closing', reason: 'MODEL_THROTTLED', saying: true });
    expect(commands.filter((command) => command.do === 'say').map((command) => command.phrase)).toEqual([
      'oneMoment',
      'busy',
    ]);
    expect(run(state, 'drained').state).toMatchObject({ name: 'ended', reason: 'MODEL_THROTTLED' });
  });

  test('is given up when the new ones die as well before they have answered', () => {
    const again = Array.from({ length: MAX_ATTEMPTS }, () => ['failed', 'nextOpened']).flat();
    const { state, commands } = run(STATES.listening, ...again, 'failed');
    expect(state).toMatchObject({ name: 'closing', reason: 'MODEL_FAILED' });
    const opened = commands.filter((command) => command.do === 'openNext');
    expect(opened.map((command) => command.attempt)).toEqual([1, 2, 3, 4, 5]);
  });

  test('that will not come back for its reason ends the conversation with an apology', () => {
    const { state, commands } = run(STATES.speaking, 'failedForGood');
    expect(commands[0]).toEqual({ do: 'flush', generation: 2 });
    expect(commands[1]).toEqual({ do: 'say', phrase: 'apology', generation: 3 });
    expect(state).toMatchObject({ name: 'closing', reason: 'MODEL_ACCESS_DENIED' });
  });
});

describe('a stream that says nothing', () => {
  test('is replaced when it owes an answer', () => {
    const { state } = run(STATES.listening, 'userSpeech', 'userTurn', 'asked');
    expect(state).toMatchObject({ deadline: { of: 'answer' } });
    const { commands } = run(state, 'deadline');
    expect(commands.map((command) => command.do)).toEqual(['dropModel', 'openNext', 'say']);
  });

  test('is replaced once more, and then the user is told that it does not work', () => {
    const again = ['deadline', 'nextOpened', 'asked'];
    const { state, commands } = run(STATES.listening, 'asked', ...again, ...again, 'deadline');
    expect(state).toMatchObject({ name: 'closing', reason: 'MODEL_TIMEOUT' });
    const said = commands.flatMap((command) => (command.do === 'say' ? [command.phrase] : []));
    // Not twice while the first is still being played.
    expect(said).toEqual(['oneMoment', 'apology']);
  });

  test('is replaced when it stops in the middle of its answer', () => {
    const { commands } = run(STATES.speaking, 'starved', 'deadline');
    expect(commands[0]).toEqual({ do: 'takeBack', generation: 2 });
  });

  test('is waited for while it works, or when its answer is not wanted', () => {
    for (const reason of ['working', 'interrupt']) {
      const { state } = run(STATES.listening, 'userSpeech', 'userTurn', 'asked', reason);
      expect(state).toMatchObject({ deadline: { of: 'silence' } });
    }
  });
});

describe('a lost link', () => {
  test('holds the answer, whose end does not wait for the device', () => {
    const { state, commands } = run(STATES.speaking, 'linkLost', 'answerEnded', 'linkBack');
    expect(commands.map((command) => command.do)).toEqual(['holdPlayout', 'endAnswer', 'resumePlayout']);
    expect(state).toMatchObject({ name: 'speaking', talk: { answerEnded: true } });
  });

  test('keeps its grace, whatever is said meanwhile', () => {
    const { state } = run(STATES.suspended, 'answerEnded', 'limitNear', 'nextFailed', 'userSpeech');
    expect(state).toMatchObject({ name: 'suspended', deadline: { of: 'grace' } });
    expect((state as Live).deadline).toBe((STATES.suspended as Live).deadline);
    expect(run(state, 'deadline').state).toMatchObject({ name: 'closing', reason: 'DEVICE_LOST' });
  });

  test('repeats an answer under a new generation, or drops it', () => {
    const repeated = run(STATES.suspended, 'linkBackRepeat');
    expect(repeated.commands).toContainEqual({ do: 'resumePlayout', policy: 'repeat', repeated: 3 });
    const dropped = run(STATES.suspended, 'linkBackDrop');
    expect(dropped.commands[0]).toEqual({ do: 'flush', generation: 2 });
  });

  test('in the middle of a renewal returns to it', () => {
    const { state } = run(STATES.renewing, 'linkLost', 'nextOpened', 'linkBack');
    expect(state).toMatchObject({ name: 'renewing', renewal: { phase: 'prepared' } });
  });
});

const sequences = fc.array(fc.constantFrom(...Object.values(EVENTS)), { minLength: 20, maxLength: 60 });

test('whatever happens, a stop and the deadlines lead to the end', () => {
  let steps = 0;
  fc.assert(
    fc.property(sequences, (sequence) => {
      let state = IDLE;
      for (const event of [EVENTS['start']!, EVENTS['opened']!, ...sequence]) {
        state = step(state, event).state;
        steps++;
      }
      for (const last of ['stop', 'deadline', 'deadline']) state = step(state, EVENTS[last]!).state;
      expect(state.name).toBe('ended');
    }),
    { numRuns: 3000 },
  );
  expect(steps).toBeGreaterThan(100_000);
});

test('generations only grow, and what is said is said once', () => {
  fc.assert(
    fc.property(sequences, (sequence) => {
      let state: SessionState = { ...(STATES.speaking as Live), talk: SPEAKING };
      let last = 2;
      for (const event of sequence) {
        const next = step(state, event);
        for (const command of next.commands) {
          const generation =
            command.do === 'startAnswer' || command.do === 'say'
              ? command.generation
              : command.do === 'resumePlayout'
                ? command.repeated
                : 0;
          if (generation === 0) continue;
          expect(generation).toBe(last + 1);
          last = generation;
        }
        state = next.state;
      }
    }),
  );
});
