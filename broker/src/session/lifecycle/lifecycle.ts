/**
 * The life of a conversation as a pure function and one policy table.
 *
 *   idle -> opening -> listening <-> speaking -> closing -> ended      the happy life
 *                          ^  |         ^ |
 *                          |  v         | v
 *                       suspended, renewing                            link lost and back; the model's limit is near
 *   any live state -> closing                                          stop, failure, deadline
 *
 * `step` never waits, never throws, has no clock and no log. What does not fit a state is ignored, and says so.
 * A live conversation has three independent parts: what is said (`talk`), the change of the model's stream (`renewal`),
 * and the lost link (`away`). Its name is derived from them.
 */
import type { ReasonName } from '@pipit/protocol';
import { type RenewalStep, atPause, modelFellSilent, renewNow, stepRenewal } from './renewal.ts';
import {
  type Closing,
  type Live,
  type Opening,
  type PhraseName,
  type ResumePolicy,
  type SessionCommand,
  type SessionEvent,
  type SessionState,
  type Speaking,
  type Step,
  type Talk,
  ignore,
  startDeadline,
  to,
} from './states.ts';
import { excuse, flush, listenAgain, startListening, stepTalk } from './talk.ts';

export { POLICY } from './policy.ts';
export type { DownlinkRoute, Policy, Resource, UplinkRoute } from './policy.ts';
export type * from './states.ts';

export const IDLE: SessionState = { name: 'idle' };

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
    case 'speaking':
    case 'suspended':
    case 'renewing':
      return live(state, event);
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
    const deadline = startDeadline('open');
    return to({ name: 'opening', deadline, generation: 0 }, { do: 'openModel' }, { do: 'announceState' });
  }
  const reason = reasonToStop(event);
  return reason ? end(reason, false) : ignore(state);
}

function opening(state: Opening, event: SessionEvent): Step {
  if (event.from === 'model') {
    switch (event.type) {
      case 'opened':
        return to(
          asLive({ talk: startListening(state.generation), renewal: null, away: null, losses: 0 }),
          { do: 'announceOpened' },
          { do: 'announceState' },
        );
      case 'waiting':
        return state.generation > 0
          ? ignore(state)
          : to(
              { ...state, deadline: startDeadline('queue'), generation: 1 },
              { do: 'say', phrase: 'oneMoment', generation: 1 },
            );
      case 'failed':
        return apologise(state, event.reason);
      default:
        return ignore(state);
    }
  }
  if (event.from === 'clock') return apologise(state, 'OPEN_TIMEOUT');
  if (event.from === 'link' && event.type === 'lost') return end('DEVICE_LOST', false);
  if (event.type === 'detach') return to({ name: 'ended', reason: 'SHUTDOWN' });
  const reason = reasonToStop(event);
  return reason ? end(reason, state.generation > 0) : ignore(state);
}

function live(state: Live, event: SessionEvent): Step {
  const { talk, renewal, away, losses } = state;
  if (event.from === 'link') {
    if (event.type === 'back') return away ? back(state, event.policy) : ignore(state);
    return away
      ? ignore(state)
      : to(asLive({ ...state, away: startDeadline('grace') }), { do: 'holdPlayout' });
  }
  if (event.type === 'detach') return to({ name: 'ended', reason: 'SHUTDOWN' });
  if (event.from === 'clock') {
    if (away) return close(state, 'DEVICE_LOST');
    if (renewal) return renewed(state, renewNow(talk, renewal));
    if (state.deadline?.of === 'silence') return close(state, 'SILENCE');
    // It has stopped talking, or does not answer: as good as lost.
    return renewed(state, modelFellSilent(talk, losses));
  }
  if (event.type === 'toolSlow') {
    // Who is away, or is told of something else, is not to be asked for patience as well.
    const patient =
      away || renewal || talk.name === 'speaking' || talk.user !== 'waiting' ? undefined : excuse(talk);
    return patient ? to(asLive({ ...state, talk: patient.talk }), ...patient.commands) : ignore(state);
  }
  const changed = stepRenewal(talk, renewal, event, { linked: !away, losses });
  if (changed) return renewed(state, changed);
  const said = stepTalk(talk, event);
  if (said) {
    const answered = event.type === 'answerEnded';
    const next = asLive({ ...state, talk: said.talk, losses: answered ? 0 : losses });
    const paused = atPause(said.talk, renewal);
    if (!paused) return to(next, ...said.commands);
    const step = renewed(next, paused);
    return { state: step.state, commands: [...said.commands, ...step.commands] };
  }
  const reason = reasonToStop(event);
  return reason ? close(state, reason) : ignore(state);
}

function closing(state: Closing, event: SessionEvent): Step {
  if (event.from === 'clock' || event.type === 'detach') return end(state.reason, state.wasOpened);
  const modelGone = event.from === 'model' && (event.type === 'closed' || event.type === 'failed');
  const said = (event.from === 'playout' && event.type === 'drained') || event.from === 'link';
  if (!modelGone && !said) return ignore(state);
  const next: Closing = {
    ...state,
    modelOpen: state.modelOpen && !modelGone,
    saying: state.saying && !said,
  };
  return next.modelOpen || next.saying ? to(next) : end(state.reason, state.wasOpened);
}

/** The device is here again and knows what it has of the last answer. */
function back(state: Live, policy: ResumePolicy): Step {
  const { talk } = state;
  const here = (said: Talk) => asLive({ ...state, talk: said, away: null });
  const unheard = talk.name === 'speaking' || talk.playing;
  const command = (repeated: number): SessionCommand => ({ do: 'resumePlayout', policy, repeated });
  if (!unheard || policy === 'continue') return to(here(talk), command(0));
  if (policy === 'drop') {
    const rest = talk.name === 'speaking' ? listenAgain(talk, talk.answer) : { ...talk, playing: false };
    return to(here(rest), flush(talk), command(0));
  }
  const generation = talk.generation + 1;
  return to(here(speakAgain(talk, generation)), command(generation));
}

function speakAgain(talk: Talk, generation: number): Speaking {
  if (talk.name === 'speaking') return { ...talk, generation, deadline: null };
  return {
    name: 'speaking',
    deadline: null,
    generation,
    answer: talk.cancelledAnswer,
    answerEnded: true,
    userSpoke: talk.user !== 'quiet',
  };
}

function renewed(state: Live, change: RenewalStep): Step {
  if ('gaveUp' in change) return close(state, change.gaveUp);
  const { talk, renewal, commands } = change;
  const losses = renewal?.phase === 'replacing' ? renewal.attempt : state.losses;
  return to(asLive({ talk, renewal, away: state.away, losses }), ...commands);
}

/** A live state of these parts. */
function asLive({ talk, renewal, away, losses }: Omit<Live, 'name' | 'deadline'>): Live {
  const parts = { talk, renewal, away, losses };
  if (away) return { name: 'suspended', deadline: away, ...parts };
  if (renewal) return { name: 'renewing', deadline: renewal.deadline, ...parts };
  return { name: talk.name, deadline: talk.deadline, ...parts };
}

/** The failures that the user is told of in words. */
const APOLOGIES: Partial<Record<ReasonName, PhraseName>> = {
  MODEL_FAILED: 'apology',
  MODEL_TIMEOUT: 'apology',
  MODEL_ACCESS_DENIED: 'apology',
  OPEN_TIMEOUT: 'apology',
  MODEL_THROTTLED: 'busy',
};

function apologise({ generation }: Opening, reason: ReasonName): Step {
  const phrase = APOLOGIES[reason] ?? 'apology';
  const state: Closing = {
    name: 'closing',
    deadline: startDeadline('farewell'),
    reason,
    // Who has heard words is not rejected any more.
    wasOpened: generation > 0,
    generation: generation + 1,
    modelOpen: false,
    saying: true,
  };
  return to(state, { do: 'say', phrase, generation: generation + 1 }, { do: 'announceState' });
}

function close({ talk, away, renewal }: Live, reason: ReasonName): Step {
  const apology = away ? undefined : APOLOGIES[reason];
  const generation = apology ? talk.generation + 1 : talk.generation;
  const state: Closing = {
    name: 'closing',
    deadline: startDeadline(apology ? 'farewell' : 'drain'),
    reason,
    wasOpened: true,
    generation,
    modelOpen: renewal?.phase !== 'replacing',
    saying: apology !== undefined,
  };
  const commands: SessionCommand[] = [
    // An answer that the device holds whole may be heard to its end.
    ...(talk.name === 'speaking' ? [flush(talk)] : []),
    ...(apology ? [{ do: 'say', phrase: apology, generation } as const] : []),
    ...(state.modelOpen ? [{ do: 'closeModel' } as const] : []),
    { do: 'announceState' },
  ];
  if (state.modelOpen || state.saying) return to(state, ...commands);
  const over = end(reason, true);
  return { state: over.state, commands: [...commands, ...over.commands] };
}

const end = (reason: ReasonName, wasOpened: boolean): Step =>
  to({ name: 'ended', reason }, { do: 'announceState' }, { do: 'announceEnd', reason, wasOpened });

/** The reason with which an event ends any live state. */
function reasonToStop(event: SessionEvent): ReasonName | undefined {
  if (event.from === 'device' && event.type === 'close') return 'REQUESTED';
  if (event.from === 'link' && event.type === 'lost') return 'DEVICE_LOST';
  if (event.from === 'host' && event.type === 'stop') return event.reason;
  return undefined;
}
