/** What the broker tells a session, as an event of the state machine or a fact for the application. */
import {
  type BrokerBody,
  reasonName,
  Role,
  type RoleName,
  SessionState,
  ResumePolicy,
  type SessionResumed,
  TranscriptStage,
  type TranscriptStageName,
  TurnMark,
  type TurnReport,
} from '@pipit/protocol';
import type { SessionResumption, SessionTranscript, SessionTurnReport } from '../events.ts';
import type { LiveName, SessionEvent } from './device-session-state.ts';

type Inbound =
  | { readonly event: SessionEvent; readonly sessionId?: string; readonly resumption?: SessionResumption }
  | { readonly transcript: SessionTranscript }
  | { readonly turnReport: SessionTurnReport }
  | undefined;

const nameOf = <Name extends string>(
  names: Readonly<Record<Name, number>>,
  value: number,
): Name | undefined => (Object.keys(names) as Name[]).find((name) => names[name] === value);

/** Undefined for what a session need not know. `unheard`: there is audio that was not played yet. */
export function readInbound(body: BrokerBody, unheard: boolean): Inbound {
  switch (body.kind) {
    case 'sessionOpened':
      return { event: { type: 'opened' }, sessionId: body.value.sessionId };
    case 'sessionRejected':
      return {
        event: { type: 'rejected', reason: reasonName(body.value.reason), text: body.value.text, unheard },
      };
    case 'sessionClosed':
      return {
        event: { type: 'closed', reason: reasonName(body.value.reason), text: body.value.text, unheard },
      };
    case 'sessionResumed':
      return resumed(body.value);
    case 'stateChanged': {
      const state = liveState(body.value.state);
      return state ? { event: { type: 'announced', state } } : undefined;
    }
    case 'flush':
      return { event: { type: 'flush', generation: body.value.generation } };
    case 'transcript': {
      const { generation, text, continued, recorded } = body.value;
      const role: RoleName = nameOf(Role, body.value.role) ?? 'UNSPECIFIED';
      const stage: TranscriptStageName = nameOf(TranscriptStage, body.value.stage) ?? 'UNSPECIFIED';
      return { transcript: { role, stage, generation, text, continued, recorded } };
    }
    case 'turnReport':
      return { turnReport: turnReportOf(body.value) };
    default:
      return undefined;
  }
}

/** OPENING, CLOSING and ENDED have messages of their own, SUSPENDED is known here; later brokers' are not for us. */
function liveState(value: number): LiveName | undefined {
  const state = nameOf(SessionState, value);
  return state === 'LISTENING' || state === 'SPEAKING' || state === 'RENEWING' ? state : undefined;
}

function resumed({ state, restored, sessionId, generation, policy }: SessionResumed): Inbound {
  const isOpening = state === SessionState.OPENING;
  const to = isOpening ? 'OPENING' : (liveState(state) ?? 'LISTENING');
  return {
    event: { type: 'resumed', state: to, restored },
    sessionId,
    resumption: { restored, generation, policy: nameOf(ResumePolicy, policy) ?? 'UNSPECIFIED' },
  };
}

function turnReportOf({ generation, playedMs, moments }: TurnReport): SessionTurnReport {
  const named = moments.map(({ mark, atMs }) => ({ mark: nameOf(TurnMark, mark), atMs }));
  // Marks of a later broker have no name here.
  const known = named.filter((moment): moment is SessionTurnReport['moments'][number] => !!moment.mark);
  return { generation, playedMs, moments: known };
}

/** The session a message is about; undefined when it is about none. */
export function sessionOf(body: BrokerBody): number | undefined {
  switch (body.kind) {
    case 'sessionOpened':
    case 'sessionRejected':
    case 'sessionClosed':
    case 'stateChanged':
    case 'flush':
    case 'transcript':
    case 'sessionResumed':
    case 'turnReport':
    case 'selfTestReport':
      return body.value.session;
    default:
      return undefined;
  }
}
