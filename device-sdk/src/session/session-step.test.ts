import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeviceSessionState, SessionEvent, SessionStateName } from './device-session-state.ts';
import { deadlinesOf, uplinkRoute } from './session-policy.ts';
import { step } from './session-step.ts';

const EVENTS: readonly SessionEvent[] = [
  { type: 'open', mode: 'AUTOMATIC' },
  { type: 'startListening', mode: 'PUSH_TO_TALK' },
  { type: 'stopListening' },
  { type: 'interrupt', cause: 'BUTTON' },
  { type: 'close' },
  { type: 'opened' },
  { type: 'rejected', reason: 'CAPACITY', text: '', unheard: false },
  { type: 'refused', reason: 'DEVICE_LOST', text: '' },
  { type: 'resumed', state: 'OPENING', restored: true },
  { type: 'resumed', state: 'SPEAKING', restored: false },
  { type: 'announced', state: 'LISTENING' },
  { type: 'announced', state: 'SPEAKING' },
  { type: 'announced', state: 'RENEWING' },
  { type: 'flush', generation: 1 },
  { type: 'closed', reason: 'SILENCE', text: '', unheard: false },
  { type: 'closed', reason: 'SILENCE', text: '', unheard: true },
  { type: 'waiting' },
  { type: 'playing' },
  { type: 'silent' },
  { type: 'linkLost' },
  { type: 'linkBack' },
  { type: 'lost', reason: 'DEVICE_LOST', text: '' },
  { type: 'deadline', deadline: 'open' },
  { type: 'deadline', deadline: 'resume' },
  { type: 'deadline', deadline: 'answer' },
  { type: 'deadline', deadline: 'close' },
];

const live = { mode: 'AUTOMATIC', microphone: 'open' } as const;
const STATES: readonly DeviceSessionState[] = [
  { name: 'IDLE' },
  { name: 'OPENING', lost: false, opened: false, speaker: 'silent', ...live },
  { name: 'OPENING', lost: true, opened: false, speaker: 'silent', ...live },
  { name: 'LISTENING', broker: 'LISTENING', speaker: 'silent', ...live },
  { name: 'SPEAKING', broker: 'LISTENING', speaker: 'playing', ...live },
  { name: 'SPEAKING', broker: 'LISTENING', speaker: 'waiting', ...live },
  { name: 'SUSPENDED', link: 'lost', opened: true, speaker: 'playing', ...live },
  { name: 'SUSPENDED', link: 'lost', opened: false, speaker: 'silent', ...live },
  { name: 'SUSPENDED', link: 'asked', opened: true, speaker: 'silent', ...live },
  { name: 'RENEWING', broker: 'RENEWING', speaker: 'silent', ...live },
  { name: 'CLOSING', reason: 'REQUESTED', text: '', drain: false },
  { name: 'CLOSING', reason: 'SILENCE', text: '', drain: true },
  { name: 'ENDED', reason: 'REQUESTED', text: '' },
];

/** Every change of state that may happen at all; staying is always legal. */
const LEGAL: Record<SessionStateName, readonly SessionStateName[]> = {
  IDLE: ['OPENING', 'ENDED'],
  OPENING: ['LISTENING', 'SPEAKING', 'SUSPENDED', 'RENEWING', 'CLOSING', 'ENDED'],
  LISTENING: ['SPEAKING', 'SUSPENDED', 'RENEWING', 'CLOSING', 'ENDED'],
  SPEAKING: ['LISTENING', 'SUSPENDED', 'RENEWING', 'CLOSING', 'ENDED'],
  SUSPENDED: ['OPENING', 'LISTENING', 'SPEAKING', 'RENEWING', 'CLOSING', 'ENDED'],
  RENEWING: ['LISTENING', 'SPEAKING', 'SUSPENDED', 'CLOSING', 'ENDED'],
  CLOSING: ['ENDED'],
  ENDED: [],
};

const name = (event: SessionEvent) => {
  if (event.type === 'deadline') return `${event.type} ${event.deadline}`;
  return 'state' in event ? `${event.type} ${event.state}` : event.type;
};

const variant = (state: DeviceSessionState) => {
  if (state.name === 'OPENING') return state.lost ? 'OPENING (asked again)' : 'OPENING';
  if (state.name === 'CLOSING') return state.drain ? 'CLOSING (drain)' : 'CLOSING';
  if (state.name === 'SPEAKING') return state.speaker === 'waiting' ? 'SPEAKING (not heard yet)' : state.name;
  if (state.name !== 'SUSPENDED') return state.name;
  return `SUSPENDED (${state.link}${state.opened ? '' : ', never opened'})`;
};

describe('the grid', () => {
  for (const state of STATES) {
    test(`${variant(state)} keeps to legal transitions`, () => {
      const table = EVENTS.map((event) => {
        const next = step(state, event);
        if (next.state.name !== state.name) expect(LEGAL[state.name]).toContain(next.state.name);
        const commands = next.commands.map((command) => command.type).join(' ');
        return `${name(event)} -> ${next.state.name}${commands ? `: ${commands}` : ''}`;
      });
      expect(table).toMatchSnapshot();
    });
  }

  test('an ended session ignores everything', () => {
    for (const event of EVENTS)
      expect(step(STATES.at(-1)!, event).commands).toEqual([{ type: 'ignore', event: event.type }]);
  });
});

describe('stories', () => {
  const run = (...events: SessionEvent[]) => {
    let state: DeviceSessionState = { name: 'IDLE' };
    const commands: string[] = [];
    for (const event of events) {
      const next = step(state, event);
      state = next.state;
      commands.push(...next.commands.map((command) => command.type));
    }
    return { state, commands };
  };
  const open: SessionEvent = { type: 'open', mode: 'AUTOMATIC' };

  test('audio may be sent before the broker has answered, except in push to talk', () => {
    expect(uplinkRoute(run(open).state)).toBe('send');
    expect(uplinkRoute(run({ type: 'open', mode: 'PUSH_TO_TALK' }).state)).toBe('drop');
    const pressed = run(
      { type: 'open', mode: 'PUSH_TO_TALK' },
      { type: 'startListening', mode: 'PUSH_TO_TALK' },
    );
    expect(uplinkRoute(pressed.state)).toBe('send');
  });

  test('the device speaks until its own speaker is silent, though the broker is done', () => {
    const playing = run(
      open,
      { type: 'opened' },
      { type: 'playing' },
      { type: 'announced', state: 'LISTENING' },
    );
    expect(playing.state.name).toBe('SPEAKING');
    expect(uplinkRoute(playing.state)).toBe('drop');
    expect(step(playing.state, { type: 'silent' }).state.name).toBe('LISTENING');
  });

  test('an answer that is here and not heard yet shuts no microphone, and the button takes it back', () => {
    const { state } = run(open, { type: 'opened' }, { type: 'waiting' });
    expect(state.name).toBe('SPEAKING');
    expect(uplinkRoute(state)).toBe('send');
    const pressed = step(state, { type: 'startListening', mode: 'PUSH_TO_TALK' });
    expect(pressed.commands.map(({ type }) => type)).toEqual(['silence', 'sendInterrupt', 'sendListenStart']);
  });

  test('an open microphone stays open while the answer plays', () => {
    const { state } = run({ type: 'open', mode: 'ALWAYS_OPEN' }, { type: 'opened' }, { type: 'playing' });
    expect(uplinkRoute(state)).toBe('send');
  });

  test('the button during the answer is an interruption first', () => {
    const { state, commands } = run(
      { type: 'open', mode: 'PUSH_TO_TALK' },
      { type: 'opened' },
      { type: 'playing' },
      { type: 'startListening', mode: 'PUSH_TO_TALK' },
    );
    expect(commands).toEqual(['sendOpen', 'silence', 'sendInterrupt', 'sendListenStart']);
    expect(state.name).toBe('LISTENING');
  });

  test('when the broker closes, the rest of the answer is heard; when the device closes, it is not', () => {
    const closed = run(
      open,
      { type: 'opened' },
      { type: 'playing' },
      { type: 'closed', reason: 'SILENCE', text: '', unheard: true },
    );
    expect(closed.state).toMatchObject({ name: 'CLOSING', drain: true });
    expect(step(closed.state, { type: 'silent' }).state).toMatchObject({ name: 'ENDED', reason: 'SILENCE' });
    expect(run(open, { type: 'opened' }, { type: 'playing' }, { type: 'close' }).commands).toContain(
      'silence',
    );
  });

  test('after any events, losing the link for good ends the session', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
        const { state } = run(...events, { type: 'lost', reason: 'DEVICE_LOST', text: '' });
        expect(state.name).toBe('ENDED');
      }),
    );
  });

  test('after any events, closing ends the session by its deadline', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS), { maxLength: 60 }), (events) => {
        const { state } = run(...events, { type: 'close' });
        if (state.name === 'ENDED') return;
        const [deadline] = deadlinesOf(state);
        expect(deadline).toBeDefined();
        expect(step(state, { type: 'deadline', deadline: deadline! }).state.name).toBe('ENDED');
      }),
    );
  });

  test('a lost link suspends; what the broker has opened is resumed, what it has not is asked for again', () => {
    const lost = run(open, { type: 'opened' }, { type: 'playing' }, { type: 'linkLost' });
    expect(lost.state).toMatchObject({ name: 'SUSPENDED', speaker: 'playing' });
    expect(lost.commands).toEqual(['sendOpen', 'holdAnswer']);
    const asked = step(lost.state, { type: 'linkBack' });
    expect(asked.commands).toEqual([{ type: 'sendResume', mode: 'AUTOMATIC' }]);
    expect(asked.state.name).toBe('SUSPENDED');
    const back = step(asked.state, { type: 'resumed', state: 'LISTENING', restored: false });
    // The speaker plays on.
    expect(back.state.name).toBe('SPEAKING');
    expect(back.commands).toEqual([{ type: 'releaseAnswer' }, { type: 'catchUp', again: true }]);

    const early = run(open, { type: 'linkLost' }, { type: 'linkBack' });
    expect(early.state.name).toBe('OPENING');
    expect(early.commands).toEqual(['sendOpen', 'holdAnswer', 'sendOpen', 'releaseAnswer', 'catchUp']);
  });

  test('a broker that was restarted opens the model again, and its answers count from 1', () => {
    const { state, commands } = run(
      open,
      { type: 'opened' },
      { type: 'playing' },
      { type: 'linkLost' },
      { type: 'linkBack' },
      { type: 'resumed', state: 'OPENING', restored: true },
    );
    expect(state).toMatchObject({ name: 'OPENING', opened: true, speaker: 'silent' });
    expect(commands.slice(3)).toEqual(['forgetAnswers', 'releaseAnswer', 'catchUp']);
    expect(step(state, { type: 'announced', state: 'LISTENING' }).state.name).toBe('LISTENING');
    // Lost once more before the model listens, it is resumed, not opened.
    const again = step(step(state, { type: 'linkLost' }).state, { type: 'linkBack' });
    expect(again.commands).toEqual([{ type: 'sendResume', mode: 'AUTOMATIC' }]);
  });

  test('without a link the microphone is kept, except while the device hears itself', () => {
    const suspended = run(open, { type: 'opened' }, { type: 'playing' }, { type: 'linkLost' }).state;
    expect(uplinkRoute(suspended)).toBe('drop');
    expect(uplinkRoute(step(suspended, { type: 'silent' }).state)).toBe('hold');
    expect(uplinkRoute(step(suspended, { type: 'interrupt', cause: 'BUTTON' }).state)).toBe('hold');
    expect(uplinkRoute(step(suspended, { type: 'stopListening' }).state)).toBe('drop');
  });

  test('a link that does not come back, or a broker that does not answer, ends it and says so', () => {
    const lost = run(open, { type: 'opened' }, { type: 'linkLost' }).state;
    const given = { name: 'ENDED', reason: 'DEVICE_LOST' };
    expect(deadlinesOf(lost)).toEqual(['resume']);
    expect(step(lost, { type: 'deadline', deadline: 'resume' }).state).toMatchObject(given);
    const asked = step(lost, { type: 'linkBack' }).state;
    // A link that comes and goes does not get the time anew.
    expect(deadlinesOf(asked)).toEqual(['resume', 'answer']);
    const { state, commands } = step(asked, { type: 'deadline', deadline: 'answer' });
    expect(state).toMatchObject(given);
    expect(commands).toContainEqual({ type: 'sendClose' });

    const askedAgain = run(open, { type: 'linkLost' }, { type: 'linkBack' }).state;
    expect(deadlinesOf(askedAgain)).toEqual(['open', 'resume']);
    expect(step(askedAgain, { type: 'deadline', deadline: 'resume' }).state).toMatchObject(given);
    expect(step(askedAgain, { type: 'deadline', deadline: 'open' }).state).toMatchObject({
      reason: 'OPEN_TIMEOUT',
    });
  });
});
