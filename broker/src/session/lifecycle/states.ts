/** What a conversation can be in, what it hears and what it asks for: the words of the lifecycle. */
import type { ReasonName } from '@pipit/protocol';
import type { Recovery } from '../../model/voice-model.ts';

/** A new object starts its time anew; the same object lets it run on. */
export interface Deadline {
  readonly of: DeadlineName;
}
export type DeadlineName =
  | 'open'
  | 'queue'
  | 'silence'
  | 'answer'
  | 'stall'
  | 'grace'
  | 'renewal'
  | 'drain'
  | 'farewell';

/** Answers are numbered by the model's streams from 1 on; generations, towards the device, from 1 on as well. */
export interface Listening {
  readonly name: 'listening';
  readonly deadline: Deadline;
  readonly generation: number;
  /** Audio up to this answer of the model is not wanted any more. */
  readonly cancelledAnswer: number;
  /** The last answer that the model announced; its audio may be under way. 0 for none. */
  readonly plannedAnswer: number;
  /** The device has got the last answer whole, and has not said yet that it played it. */
  readonly playing: boolean;
  /** As the model tells it; `waiting` for the answer. */
  readonly user: 'quiet' | 'speaking' | 'waiting';
  /** The user does not want the answer that is waited for. Until the next words. */
  readonly calledOff: boolean;
}

export interface Speaking {
  readonly name: 'speaking';
  /** Armed only while the device may run dry. */
  readonly deadline: Deadline | null;
  readonly generation: number;
  readonly answer: number;
  readonly answerEnded: boolean;
  /** The user spoke into the answer: the next one does not wait for the rest of it. */
  readonly userSpoke: boolean;
}

/** What is said at the moment, whatever happens to link and stream. */
export type Talk = Listening | Speaking;

/** How the model's stream is being replaced. */
export type Renewal =
  /** A second stream is being opened beside the present one. */
  | { readonly phase: 'preparing'; readonly deadline: Deadline }
  /** It is open and waits for a pause. */
  | { readonly phase: 'prepared'; readonly deadline: Deadline }
  /** There can be no second one: the present one ends at the next pause, then comes the next. */
  | { readonly phase: 'alone'; readonly deadline: Deadline }
  /** There is no present one. `attempt` counts from 1. */
  | {
      readonly phase: 'replacing';
      readonly deadline: Deadline;
      readonly attempt: number;
      /** The user was asked for patience. */
      readonly excused: boolean;
    };

export interface Live {
  /** Derived from the rest: a lost link goes before a renewal, a renewal before what is said. */
  readonly name: 'listening' | 'speaking' | 'suspended' | 'renewing';
  readonly deadline: Deadline | null;
  readonly talk: Talk;
  readonly renewal: Renewal | null;
  /** Running while the link is lost. */
  readonly away: Deadline | null;
  /** Attempts to replace a lost stream since the model has last answered to the end. */
  readonly losses: number;
}

export interface Opening {
  readonly name: 'opening';
  readonly deadline: Deadline;
  /** Of the words with which the broker asked for patience; 0 before. */
  readonly generation: number;
}

export interface Closing {
  readonly name: 'closing';
  readonly deadline: Deadline;
  readonly reason: ReasonName;
  /** The device knows it as open. */
  readonly wasOpened: boolean;
  readonly generation: number;
  readonly modelOpen: boolean;
  /** The apology is under way. */
  readonly saying: boolean;
}

export interface Ended {
  readonly name: 'ended';
  readonly reason: ReasonName;
}

export type SessionState = { readonly name: 'idle' } | Opening | Live | Closing | Ended;
export type StateName = SessionState['name'];

/** What becomes of an answer that a lost link cut off. */
export type ResumePolicy = 'continue' | 'repeat' | 'drop';

export type SessionEvent =
  | { readonly from: 'device'; readonly type: 'start' | 'interrupt' | 'close' }
  | { readonly from: 'device'; readonly type: 'played'; readonly generation: number }
  | { readonly from: 'link'; readonly type: 'lost' }
  | { readonly from: 'link'; readonly type: 'back'; readonly policy: ResumePolicy }
  | { readonly from: 'model'; readonly type: 'opened' | 'waiting' }
  | { readonly from: 'model'; readonly type: 'userSpeech' | 'userTurn' | 'interrupted' }
  /** The user's words are understood, an answer must come; `working`: not at once, for it needs a tool. */
  | { readonly from: 'model'; readonly type: 'asked' | 'working' }
  /** Somebody spoke, and it has not noticed. */
  | { readonly from: 'model'; readonly type: 'deaf' }
  /** It ended as we asked, or without a word. */
  | { readonly from: 'model'; readonly type: 'closed' }
  | { readonly from: 'model'; readonly type: 'planned' | 'answer' | 'answerEnded'; readonly answer: number }
  | Failed<'model'>
  /** `urgent`: whatever is being said. */
  | { readonly from: 'model'; readonly type: 'limitNear'; readonly urgent: boolean }
  | { readonly from: 'next'; readonly type: 'opened' | 'waiting' }
  | Failed<'next'>
  | { readonly from: 'playout'; readonly type: 'drained' | 'starved' | 'fed' }
  | { readonly from: 'clock'; readonly type: 'deadline' }
  | { readonly from: 'host'; readonly type: 'stop'; readonly reason: ReasonName }
  /** The present stream has other settings than it should: another takes its place, between turns. */
  | { readonly from: 'host'; readonly type: 'reconfigure' }
  /** A tool takes its time, and the user waits. */
  | { readonly from: 'host'; readonly type: 'toolSlow' }
  /** The broker stops; the device will come back to another one, so it is told nothing. */
  | { readonly from: 'host'; readonly type: 'detach' }
  /** Our own code failed while it handled something for this session. */
  | { readonly from: 'host'; readonly type: 'fault' };

export interface Failed<From extends string> {
  readonly from: From;
  readonly type: 'failed';
  readonly reason: ReasonName;
  readonly recovery: Recovery;
}

/** What the broker itself says. */
export type PhraseName = 'oneMoment' | 'apology' | 'busy';

export type SessionCommand =
  | { readonly do: 'openModel' | 'closeModel' | 'endAnswer' | 'announceOpened' | 'announceState' }
  | { readonly do: 'startAnswer'; readonly generation: number }
  /** Stops the answer at the device. */
  | { readonly do: 'flush'; readonly generation: number }
  /** The same for an answer that will be asked for again, as if it had not been. */
  | { readonly do: 'takeBack'; readonly generation: number }
  | { readonly do: 'say'; readonly phrase: PhraseName; readonly generation: number }
  /** Keeps what the device has not got for the time when it is back. */
  | { readonly do: 'holdPlayout' }
  /** Announces it, too. `repeated` is the new generation of what is said again. */
  | { readonly do: 'resumePlayout'; readonly policy: ResumePolicy; readonly repeated: number }
  /** Opens a stream to take the present one's place. Attempts after the first wait a moment. */
  | { readonly do: 'openNext'; readonly beside: boolean; readonly attempt: number; readonly trim: boolean }
  /** The next stream becomes the present one and hears what was not answered. `keep`: the old one ends its answer first. */
  | { readonly do: 'handOver'; readonly keep: boolean }
  | { readonly do: 'dropModel' | 'dropNext' }
  | { readonly do: 'announceEnd'; readonly reason: ReasonName; readonly wasOpened: boolean }
  | { readonly do: 'ignore' };

export interface Step {
  readonly state: SessionState;
  readonly commands: readonly SessionCommand[];
}

export const to = (state: SessionState, ...commands: SessionCommand[]): Step => ({ state, commands });

export const ignore = (state: SessionState): Step => to(state, { do: 'ignore' });

export const startDeadline = (of: DeadlineName): Deadline => ({ of });
