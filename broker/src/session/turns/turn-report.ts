/** A turn's marks for the device: moments since the first one, in order. */
import { type Init, TurnMark, type TurnMarkName, type TurnReport } from '@pipit/protocol';
import type { TurnMark as MarkKey, TurnRecord } from './turn-log.ts';

const NAMES: Record<MarkKey, TurnMarkName> = {
  speechEnd: 'SPEECH_END',
  speechEndDetected: 'SPEECH_END_DETECTED',
  transcript: 'TRANSCRIPT',
  toolCall: 'TOOL_CALL',
  toolResult: 'TOOL_RESULT',
  firstModelAudio: 'FIRST_MODEL_AUDIO',
  firstFrameSent: 'FIRST_FRAME_SENT',
  playbackStarted: 'PLAYBACK_STARTED',
  interrupted: 'INTERRUPTED',
  flushed: 'FLUSHED',
  finished: 'FINISHED',
  playbackFinished: 'PLAYBACK_FINISHED',
};

const MARKS = new Map(Object.entries(NAMES).map(([mark, name]) => [name, mark as MarkKey]));

/** A mark by its name on the wire; undefined for one that is not known here. */
export const markNamed = (name: TurnMarkName): MarkKey | undefined => MARKS.get(name);

export function turnReport(session: number, { generation, marks, playedMs }: TurnRecord): Init<TurnReport> {
  const entries = (Object.entries(marks) as [MarkKey, number][]).sort(([, a], [, b]) => a - b);
  const start = entries[0]?.[1] ?? 0;
  const moments = entries.map(([mark, at]) => ({
    mark: TurnMark[NAMES[mark]],
    atMs: Math.round(at - start),
  }));
  return { session, generation, moments, playedMs: Math.round(playedMs ?? 0) };
}
