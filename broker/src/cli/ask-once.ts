/** One question from a recording, until its answer was heard; asked again of a broker that came back without it. */
import { type DeviceSession, systemClock } from '@pipit/device-sdk';
import { type Output, UsageError } from './output.ts';
import { type Question, SpokenQuestions } from './spoken-question.ts';

export interface AskOnceOptions {
  readonly session: DeviceSession;
  readonly question: Question;
  readonly flags: {
    readonly pushToTalk?: boolean;
    /** Seconds. */
    readonly answerTimeout: number;
  };
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** @throws {UsageError} when there is no answer in time; what ended the session; the signal's reason. */
export async function askOnce({ session, question, flags, output, signal }: AskOnceOptions): Promise<void> {
  const late = new AbortController();
  const over = new AbortController();
  const deadline = AbortSignal.any([signal, late.signal, over.signal]);
  const microphone = new SpokenQuestions(systemClock);
  let timer: NodeJS.Timeout | undefined;
  let isRecorded = false;
  const asked = new Promise<void>((resolve) => {
    const ask = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => late.abort(), Math.ceil(question.durationMs + flags.answerTimeout * 1000));
      if (flags.pushToTalk) session.startListening('PUSH_TO_TALK');
      void microphone.ask(question).then(() => {
        if (flags.pushToTalk) session.stopListening();
        resolve();
      });
    };
    session.on('transcript', ({ role, recorded }) => (isRecorded ||= role === 'USER' && recorded));
    session.on('resumed', ({ restored }) => {
      if (!restored || isRecorded) return;
      output.progress('The broker was started anew and does not know the question: it is asked again.');
      ask();
    });
    ask();
  });
  const streaming = session.stream(microphone.stream(deadline)).catch((error: unknown) => over.abort(error));
  try {
    // A recording that is cut short is never asked to its end; then the answer is what fails.
    await Promise.all([session.once('playbackFinished', deadline), asked]);
  } catch (error) {
    if (signal.aborted || !late.signal.aborted) throw error;
    throw new UsageError(`There was no answer within ${flags.answerTimeout} s.`, { cause: error });
  } finally {
    clearTimeout(timer);
    over.abort();
    await streaming;
  }
}
