import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENTS, STATES } from '../testing/lifecycle-samples.ts';
import { IDLE, POLICY, type SessionState, type StateName, step } from './lifecycle.ts';

/** Where each event leads; an event that is not named is ignored. */
const GRID: Record<StateName, Record<string, StateName>> = {
  idle: { start: 'opening', close: 'ended', linkLost: 'ended', stop: 'ended', fault: 'ended' },
  opening: {
    opened: 'listening',
    failed: 'ended',
    deadline: 'ended',
    close: 'ended',
    linkLost: 'ended',
    stop: 'ended',
    fault: 'ended',
  },
  listening: {
    answer: 'speaking',
    nextAnswer: 'speaking',
    userSpeech: 'listening',
    userTurn: 'listening',
    planned: 'listening',
    failed: 'closing',
    modelClosed: 'ended',
    deadline: 'closing',
    close: 'closing',
    linkLost: 'closing',
    stop: 'closing',
    fault: 'ended',
  },
  speaking: {
    nextAnswer: 'speaking',
    userTurn: 'speaking',
    answerEnded: 'speaking',
    userSpeech: 'listening',
    interrupted: 'listening',
    interrupt: 'listening',
    drained: 'listening',
    starved: 'speaking',
    fed: 'speaking',
    deadline: 'listening',
    failed: 'closing',
    modelClosed: 'ended',
    close: 'closing',
    linkLost: 'closing',
    stop: 'closing',
    fault: 'ended',
  },
  closing: { modelClosed: 'ended', failed: 'ended', deadline: 'ended', fault: 'ended' },
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

test('the deadline of a state is the one its policy names', () => {
  for (const state of Object.values(STATES)) {
    const deadline = 'deadline' in state ? state.deadline : null;
    if (deadline !== null) expect(deadline).toBe(POLICY[state.name].deadline);
  }
});

test('an interrupted answer is flushed once and does not come back', () => {
  const interrupted = step(STATES.speaking, EVENTS['interrupt']!);
  expect(interrupted.commands[0]).toEqual({ do: 'flush', generation: 2 });
  const late = step(interrupted.state, EVENTS['answer']!);
  expect(late.state.name).toBe('listening');
  const next = step(interrupted.state, EVENTS['nextAnswer']!);
  expect(next.commands[0]).toEqual({ do: 'startAnswer', generation: 3 });
  expect(step(interrupted.state, EVENTS['interrupted']!).commands).toEqual([{ do: 'ignore' }]);
});

test('a device that goes away while an answer plays ends the session with that reason', () => {
  const lost = step(STATES.speaking, EVENTS['linkLost']!);
  expect(lost.state).toMatchObject({ name: 'closing', reason: 'DEVICE_LOST' });
  const ended = step(lost.state, EVENTS['modelClosed']!);
  expect(ended.commands).toContainEqual({ do: 'announceEnd', reason: 'DEVICE_LOST', wasOpened: true });
});

test('whatever happens, a stop and the deadlines lead to the end', () => {
  const events = fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 60 });
  fc.assert(
    fc.property(events, (sequence) => {
      let state = sequence.reduce((now, event) => step(now, event).state, IDLE);
      for (const last of ['stop', 'deadline', 'deadline']) state = step(state, EVENTS[last]!).state;
      expect(state.name).toBe('ended');
    }),
    { numRuns: 2000 },
  );
});

test('generations only grow', () => {
  const events = fc.array(fc.constantFrom(...Object.values(EVENTS)), { maxLength: 60 });
  fc.assert(
    fc.property(events, (sequence) => {
      let state: SessionState = IDLE;
      let last = 0;
      for (const event of sequence) {
        const next = step(state, event);
        for (const command of next.commands) {
          if (command.do !== 'startAnswer') continue;
          expect(command.generation).toBe(last + 1);
          last = command.generation;
        }
        state = next.state;
      }
    }),
  );
});
