/** What the broker tells a session, as an event of the state machine or a fact for the application. */
import {
  type BrokerBody,
  reasonName,
  Role,
  type RoleName,
  SessionState,
  TranscriptStage,
  type TranscriptStageName,
} from '@pipit/protocol';
import type { SessionTranscript } from '../events.ts';
import type { SessionEvent } from './device-session-state.ts';

type Inbound =
  | { readonly event: SessionEvent; readonly sessionId?: string }
  | { readonly transcript: SessionTranscript }
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
      return { event: { type: 'rejected', reason: reasonName(body.value.reason), text: body.value.text } };
    case 'sessionClosed':
      return {
        event: { type: 'closed', reason: reasonName(body.value.reason), text: body.value.text, unheard },
      };
    case 'stateChanged': {
      const state = nameOf(SessionState, body.value.state);
      // OPENING, CLOSING and ENDED have messages of their own; what a later broker announces is not for us.
      const known =
        state === 'LISTENING' || state === 'SPEAKING' || state === 'SUSPENDED' || state === 'RENEWING';
      return known ? { event: { type: 'announced', state } } : undefined;
    }
    case 'flush':
      return { event: { type: 'flush', generation: body.value.generation } };
    case 'transcript': {
      const { generation, text, continued } = body.value;
      const role: RoleName = nameOf(Role, body.value.role) ?? 'UNSPECIFIED';
      const stage: TranscriptStageName = nameOf(TranscriptStage, body.value.stage) ?? 'UNSPECIFIED';
      return { transcript: { role, stage, generation, text, continued } };
    }
    default:
      return undefined;
  }
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
      return body.value.session;
    default:
      return undefined;
  }
}
