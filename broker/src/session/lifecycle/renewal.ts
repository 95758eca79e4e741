/** How one stream of the model takes the place of another while the conversation goes on. */
import type { ReasonName } from '@pipit/protocol';
import {
  type Deadline,
  type Failed,
  type Listening,
  type Renewal,
  type SessionCommand,
  type SessionEvent,
  type Speaking,
  type Talk,
  startDeadline,
} from './states.ts';
import { askAgain, excuse, isPause } from './talk.ts';

/** Undefined: the event means nothing to the renewal. */
export type RenewalStep =
  | { readonly talk: Talk; readonly renewal: Renewal | null; readonly commands: readonly SessionCommand[] }
  /** There will be no stream any more. */
  | { readonly gaveUp: ReasonName };

/** For one lost stream; the delays between them are the runner's. */
export const MAX_ATTEMPTS = 5;
/** Streams that owe an answer and do not give it, one after the other. */
const MAX_SILENCES = 2;

export function stepRenewal(
  talk: Talk,
  renewal: Renewal | null,
  event: SessionEvent,
  { linked, losses }: { readonly linked: boolean; readonly losses: number },
): RenewalStep | undefined {
  if (event.from === 'model' && event.type === 'limitNear') {
    return renewal ? { talk, renewal, commands: [] } : limitNear(talk, event.urgent);
  }
  if (event.from === 'host' && event.type === 'reconfigure') return reconfigure(talk, renewal);
  // `closed`: the stream ended without a failure, and we had not asked for it.
  if (event.from === 'model' && (event.type === 'failed' || event.type === 'closed')) {
    return event.type === 'failed' && event.recovery === 'none'
      ? { gaveUp: event.reason }
      : lostModel(talk, renewal, losses, event);
  }
  if (event.from === 'model' && event.type === 'deaf' && talk.name === 'listening' && !renewal) {
    return replace(talk, [{ do: 'dropModel' }]);
  }
  if (!renewal) return undefined;
  if (event.from === 'next') {
    switch (event.type) {
      case 'opened':
        return opened(talk, renewal);
      case 'waiting':
        return excused(talk, inLine(renewal), linked);
      case 'failed':
        if (renewal.phase === 'replacing') return tryAgain(talk, renewal, event, linked);
        // One that was open died while it waited for its time: when the limit is told again, another is opened.
        return renewal.phase === 'prepared'
          ? { talk, renewal: null, commands: [] }
          : { talk, renewal: { phase: 'alone', deadline: renewal.deadline }, commands: [] };
    }
  }
  return undefined;
}

/** The limit is reached, or the next stream does not come: without waiting for a pause any longer. */
export function renewNow(talk: Talk, renewal: Renewal): RenewalStep {
  switch (renewal.phase) {
    case 'prepared':
      return handOver(talk, true);
    case 'preparing':
      return replace(talk, [{ do: 'dropNext' }, { do: 'dropModel' }]);
    case 'alone':
      return replace(talk, [{ do: 'dropModel' }]);
    case 'replacing':
      return { gaveUp: 'OPEN_TIMEOUT' };
  }
}

/** The stream is there, and says nothing: the user has waited long already, and hears why. */
export function modelFellSilent(talk: Talk, losses: number): RenewalStep {
  const reason = 'MODEL_TIMEOUT';
  if (losses >= MAX_SILENCES) return { gaveUp: reason };
  const lost = lostModel(talk, null, losses, { from: 'model', type: 'failed', reason, recovery: 'reopen' });
  if ('gaveUp' in lost || !lost.renewal) return lost;
  const patient = excused(lost.talk, lost.renewal, true);
  return { ...patient, commands: [...lost.commands, ...patient.commands] };
}

/** To be asked after every step of what is said: perhaps the pause has come. */
export function atPause(talk: Talk, renewal: Renewal | null): RenewalStep | undefined {
  if (!renewal || !isPause(talk)) return undefined;
  if (renewal.phase === 'prepared') return handOver(talk, false);
  return renewal.phase === 'alone' ? replace(talk, [{ do: 'dropModel' }]) : undefined;
}

function limitNear(talk: Talk, urgent: boolean): RenewalStep {
  // While the assistant speaks or everybody is silent, there is time for it.
  const goodMoment = talk.name === 'speaking' || talk.user === 'quiet';
  if (!goodMoment && !urgent) return { talk, renewal: null, commands: [] };
  return prepare(talk, startDeadline('renewal'));
}

/** The next stream is opened with the new settings; one that is under way already has the old ones. */
function reconfigure(talk: Talk, renewal: Renewal | null): RenewalStep {
  if (!renewal) return prepare(talk, startDeadline('renewal'));
  const { deadline } = renewal;
  switch (renewal.phase) {
    case 'preparing':
    case 'prepared': {
      const { commands, ...again } = prepare(talk, deadline);
      return { ...again, commands: [{ do: 'dropNext' }, ...commands] };
    }
    case 'replacing': {
      const { attempt } = renewal;
      const again: SessionCommand = { do: 'openNext', beside: false, attempt, trim: false };
      return { talk, renewal, commands: [{ do: 'dropNext' }, again] };
    }
    case 'alone':
      // The next one is opened when this one ends.
      return { talk, renewal, commands: [] };
  }
}

function prepare(talk: Talk, deadline: Deadline) {
  const renewal: Renewal = { phase: 'preparing', deadline };
  const commands: SessionCommand[] = [{ do: 'openNext', beside: true, attempt: 1, trim: false }];
  return { talk, renewal, commands };
}

function opened(talk: Talk, renewal: Renewal): RenewalStep | undefined {
  if (renewal.phase === 'replacing') return handOver(talk, false);
  if (renewal.phase !== 'preparing') return undefined;
  const prepared: Renewal = { phase: 'prepared', deadline: renewal.deadline };
  return atPause(talk, prepared) ?? { talk, renewal: prepared, commands: [] };
}

function handOver(talk: Talk, forced: boolean): RenewalStep {
  // An answer that is under way comes from the old stream to its end; anything else is asked of the new one.
  const keep = forced && talk.name === 'speaking' && !talk.answerEnded;
  return { talk: fresh(talk), renewal: null, commands: [{ do: 'handOver', keep }] };
}

/** The new stream plans anew. */
function fresh(talk: Talk): Listening | Speaking {
  return talk.name === 'listening' ? { ...talk, plannedAnswer: 0 } : talk;
}

function lostModel(
  talk: Talk,
  renewal: Renewal | null,
  losses: number,
  event: Failed<'model'> | { readonly type: 'closed' },
): RenewalStep {
  const reason = event.type === 'failed' ? event.reason : 'MODEL_FAILED';
  // A stream that dies again and again before it has answered once will not do better the next time.
  if (losses >= MAX_ATTEMPTS) return { gaveUp: reason };
  const again = askAgain(talk);
  if (renewal?.phase === 'prepared') {
    const over = handOver(again.talk, false) as Exclude<RenewalStep, { gaveUp: ReasonName }>;
    return { ...over, commands: [...again.commands, ...over.commands] };
  }
  const dropNext: SessionCommand[] = renewal?.phase === 'preparing' ? [{ do: 'dropNext' }] : [];
  const trim = event.type === 'failed' && event.recovery === 'trim';
  return replace(talk, [...dropNext, { do: 'dropModel' }], losses + 1, trim);
}

function replace(talk: Talk, first: readonly SessionCommand[], attempt = 1, trim = false): RenewalStep {
  const again = askAgain(talk);
  return {
    talk: fresh(again.talk),
    renewal: { phase: 'replacing', deadline: startDeadline('open'), attempt, excused: false },
    commands: [...again.commands, ...first, { do: 'openNext', beside: false, attempt, trim }],
  };
}

function tryAgain(
  talk: Talk,
  renewal: Renewal & { phase: 'replacing' },
  { reason, recovery }: Failed<'next'>,
  linked: boolean,
): RenewalStep {
  const attempt = renewal.attempt + 1;
  if (recovery === 'none' || attempt > MAX_ATTEMPTS) return { gaveUp: reason };
  const patient = excused(talk, { ...renewal, attempt }, linked && attempt > 2);
  return {
    ...patient,
    commands: [...patient.commands, { do: 'openNext', beside: false, attempt, trim: recovery === 'trim' }],
  };
}

/** A place under the quota takes as long as it takes. */
const inLine = (renewal: Renewal): Renewal =>
  renewal.phase === 'replacing' && renewal.deadline.of === 'open'
    ? { ...renewal, deadline: startDeadline('queue') }
    : renewal;

/** Once in a renewal, and only when the device is here. */
function excused(talk: Talk, renewal: Renewal, linked: boolean) {
  const said = renewal.phase === 'replacing' && !renewal.excused && linked ? excuse(talk) : undefined;
  if (!said) return { talk, renewal, commands: [] };
  return { ...said, renewal: { ...renewal, excused: true } as Renewal };
}
