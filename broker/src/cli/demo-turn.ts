/** One turn of the demo: a question is asked to its end, and an answer to it is heard to its end. */
import { type DeviceSession, systemClock } from '@pipit/device-sdk';
import { basename } from 'node:path';
import type { ConversationEvent } from '../session/conversation-events.ts';
import type { TurnRecord } from '../session/turns/turn-log.ts';
import { type DemoTurn, demoTurn } from './demo-report.ts';
import { type DemoToolCall, toolCallOf } from './demo-tools.ts';
import { type Output, UsageError, bold, dim } from './output.ts';
import type { Question, SpokenQuestions } from './spoken-question.ts';

export interface DemoTurnParts {
  /** Hear the conversation while they are in here. */
  readonly observers: Set<(event: ConversationEvent) => void>;
  readonly session: DeviceSession;
  readonly microphone: SpokenQuestions;
  readonly question: Question & { readonly path: string };
  readonly output: Output;
  readonly signal: AbortSignal;
}

/** An answer that has not been heard by then will not come. */
const ANSWER_TIMEOUT_MS = 45_000;
/** The end of speech is judged by its level: in a noisy recording the model may be this much ahead of it. */
const TOLERANCE_MS = 1000;
/** How long the end of a question that paused may wait for an answer of its own. */
const AFTERTHOUGHT_MS = 6000;

/** @throws {UsageError} when there is no answer, or the conversation ends; the signal's reason. */
export async function takeTurn(parts: DemoTurnParts): Promise<DemoTurn> {
  const { observers, session, microphone, question, output, signal } = parts;
  const name = basename(question.path);
  output.line(`\n${bold('asks')}    ${name} ${dim(`(${(question.durationMs / 1000).toFixed(1)} s)`)}`);
  const timeout = AbortSignal.timeout(Math.ceil(question.durationMs) + ANSWER_TIMEOUT_MS);
  const deadline = AbortSignal.any([signal, timeout]);
  const tools: DemoToolCall[] = [];
  const show = (event: ConversationEvent) => {
    const call = toolCallOf(event);
    if (call) {
      tools.push(call);
      output.line(
        `${bold('tool')}    ${call.name} ${dim(`(${call.durationMs} ms${call.code ? `, ${call.code}` : ''})`)}`,
      );
    }
    if (event.kind !== 'transcript') return;
    if (event.role === 'user') output.line(`${bold('heard')}   ${event.text}`);
    else if (event.stage === 'speculative') output.line(`${bold('says')}    ${event.text}`);
  };
  const firstFrames = new FirstFrames(session);
  observers.add(show);
  try {
    const asked = microphone.ask(question);
    const turns = await turnsUntilAnswered(observers, asked, deadline);
    const answer = turns.at(-1)!;
    const times = {
      question: name,
      speechEndAt: await asked,
      firstFrameAt: firstFrames.of(answer.generation),
      tools,
    };
    // A pause in the question may have got an answer of its own, which the rest of the question cut off.
    const heard = turns.map((turn) => turn.heard).join(' ');
    return demoTurn({ ...answer, heard }, times);
  } catch (error) {
    if (!timeout.aborted || signal.aborted) throw error;
    const text = `There was no answer to ${name}. Is there speech in it? Try --verbose.`;
    throw new UsageError(text, { cause: error });
  } finally {
    observers.delete(show);
    await firstFrames.close();
  }
}

/** The turns up to the first one that answers the end of the question and was played to its own. */
function turnsUntilAnswered(
  observers: DemoTurnParts['observers'],
  asked: Promise<number>,
  signal: AbortSignal,
): Promise<TurnRecord[]> {
  return new Promise((resolve, reject) => {
    const turns: TurnRecord[] = [];
    let speechEndAt: number | undefined;
    let afterthought: NodeJS.Timeout | undefined;
    const settle = (finish: () => void) => {
      clearTimeout(afterthought);
      observers.delete(observe);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const check = () => {
      const last = turns.at(-1);
      if (speechEndAt === undefined || !last || last.marks.interrupted !== undefined) return;
      const done = () => settle(() => resolve(turns));
      if ((last.marks.firstModelAudio ?? 0) > speechEndAt - TOLERANCE_MS) return done();
      afterthought ??= setTimeout(done, AFTERTHOUGHT_MS);
    };
    const observe = (event: ConversationEvent) => {
      if (event.kind === 'turn') {
        turns.push(event.turn);
        check();
      } else if (event.kind === 'ended') {
        const text = `The conversation ended: ${event.detail ?? event.reason}`;
        settle(() => reject(new UsageError(text)));
      }
    };
    const onAbort = () => settle(() => reject(signal.reason as Error));
    observers.add(observe);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    void asked.then((at) => {
      speechEndAt = at;
      check();
    });
  });
}

/** When the first frame of each answer reached the device. */
class FirstFrames {
  readonly #packets: ReturnType<DeviceSession['packets']>;
  readonly #times = new Map<number, number>();
  readonly #reading: Promise<void>;

  constructor(session: DeviceSession) {
    this.#packets = session.packets();
    this.#reading = this.#read();
  }

  /** The time of now when none was seen. */
  of(generation: number): number {
    return this.#times.get(generation) ?? systemClock.now();
  }

  async close(): Promise<void> {
    await this.#packets.return?.();
    await this.#reading;
  }

  async #read(): Promise<void> {
    for await (const { generation } of this.#packets) {
      if (!this.#times.has(generation)) this.#times.set(generation, systemClock.now());
    }
  }
}
