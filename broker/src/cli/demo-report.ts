/** What the demo found, as numbers and as text. */
import type { DemoToolCall } from './demo-tools.ts';
import type { TurnMarks, TurnRecord } from '../session/turns/turn-log.ts';

export interface DemoTurn {
  readonly question: string;
  readonly heard: string;
  readonly said: string;
  /** Milliseconds after the end of the user's speech. */
  readonly marks: { readonly [Mark in keyof TurnMarks | 'firstFrameReceived']?: number };
  /** End of the user's speech to the first audio frame at the device. */
  readonly firstAudioMs: number;
  /** The part of it that is ours: the ways to and from the model, without the model and without the wait for a whole frame. */
  readonly bridgeOverheadMs: number;
  readonly tools: readonly DemoToolCall[];
}

export interface DemoReport {
  readonly engine: string;
  readonly heard: string;
  readonly said: string;
  readonly turns: readonly DemoTurn[];
  readonly frames: {
    readonly sent: number;
    readonly received: number;
    readonly lost: number;
    readonly late: number;
  };
  /** Medians over the turns. */
  readonly firstAudioMs: number;
  readonly bridgeOverheadMs: number;
  readonly replyFile: string;
  readonly replyDurationMs: number;
  /** Of the device at the end, where tools may set it. */
  readonly volumePercent?: number;
  /** What the emulator's own ears make of the reply file. */
  readonly textCheck?: string;
}

export interface TurnTimes {
  readonly question: string;
  /** On the clock of the marks. */
  readonly speechEndAt: number;
  readonly firstFrameAt: number;
  readonly tools: readonly DemoToolCall[];
}

export function demoTurn(
  record: TurnRecord,
  { question, speechEndAt, firstFrameAt, tools }: TurnTimes,
): DemoTurn {
  const marks = { ...record.marks, firstFrameReceived: firstFrameAt };
  const relative = Object.entries(marks)
    .sort(([, a], [, b]) => a - b)
    .map(([mark, at]) => [mark, round(at - speechEndAt)] as const);
  const downlinkMs = firstFrameAt - (record.marks.firstModelAudio ?? firstFrameAt);
  return {
    question,
    heard: record.heard,
    said: record.said,
    marks: Object.fromEntries(relative),
    firstAudioMs: round(firstFrameAt - speechEndAt),
    bridgeOverheadMs: round((record.uplinkMs ?? 0) + downlinkMs),
    tools,
  };
}

const MARK_TEXTS: Record<keyof DemoTurn['marks'], string> = {
  speechEnd: 'the last of the speech is with the model',
  speechEndDetected: 'the model knows that the turn is over',
  transcript: 'the model tells what it heard',
  toolCall: 'the model calls a tool',
  toolResult: 'the tool has answered',
  firstModelAudio: 'first audio from the model',
  firstFrameSent: 'first frame on its way to the device',
  firstFrameReceived: 'first frame at the device',
  playbackStarted: 'the device plays',
  finished: 'the last frame is sent',
  playbackFinished: 'the device has played all of it',
  interrupted: 'interrupted',
  flushed: 'the device is silent',
};

export function turnTable(turn: DemoTurn): string[] {
  return Object.entries(turn.marks).map(
    ([mark, ms]) => `${String(ms).padStart(9)} ms  ${MARK_TEXTS[mark as keyof DemoTurn['marks']]}`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return round(sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2);
}

export const round = (ms: number): number => Math.round(ms * 10) / 10;
