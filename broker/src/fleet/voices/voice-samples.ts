/**
 * How a voice sounds: the model says one sentence with it, outside of any conversation. What was said once is kept, so
 * that whoever compares voices pays for each of them once.
 */
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import { NOVA_VOICE_TABLE, voiceFits, voicesFor } from '../../config/voices.ts';
import { ModelError, type ModelEvent, type VoiceModel } from '../../model/voice-model.ts';
import { sayExactly } from '../../session/prompted-speech.ts';
import { FleetError } from '../fleet-error.ts';
import { greetingIn } from './sample-texts.ts';
import { wavOf } from './wav.ts';

export interface VoiceSamplesOptions {
  /** Undefined before the broker has one. */
  readonly model: () => VoiceModel | undefined;
  readonly log: Logger;
  readonly clock: Clock;
}

export interface VoiceSample {
  /** 16-bit mono WAV. */
  readonly wav: Buffer;
  readonly text: string;
  /** It was not said anew. */
  readonly isKept: boolean;
}

/** Samples that are kept, the least recently heard goes first: about 0.2 MB each. */
const MAX_KEPT = 40;
/** One is said at a time; so many may wait for it. */
const MAX_WAITING = 8;
const MAX_SPEECH_MS = 8000;
const TIMEOUT_MS = 20_000;
/** Silence that a model hears which must hear something. */
const TICK_MS = 60;
const MAX_TOKENS = 300;

export class VoiceSamples {
  readonly #options: VoiceSamplesOptions;
  readonly #kept = new Map<string, Promise<Omit<VoiceSample, 'isKept'>>>();
  readonly #closing = new AbortController();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: VoiceSamplesOptions) {
    this.#options = options;
  }

  /** @throws {FleetError} NOT_FOUND, INVALID, BUSY, UNREACHABLE */
  async of(voice: string, wanted?: string): Promise<VoiceSample> {
    const language = languageOf(voice, wanted);
    const key = keyOf(voice, language);
    const kept = this.#kept.get(key);
    const saying = kept ?? this.#inTurn(() => this.#say(voice, greetingIn(language, voice)));
    // The last one that was heard is forgotten last.
    this.#kept.delete(key);
    this.#kept.set(key, saying);
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    try {
      return { ...(await saying), isKept: kept !== undefined };
    } catch (error) {
      if (this.#kept.get(key) === saying) this.#kept.delete(key);
      throw error;
    }
  }

  /** Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#last.catch(() => {});
  }

  async #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#waiting >= MAX_WAITING)
      throw new FleetError('BUSY', 'Many voices are being listened to. Try again in a minute.');
    this.#waiting++;
    const next = this.#last.then(work, work).finally(() => this.#waiting--);
    this.#last = next.catch(() => {});
    return next;
  }

  async #say(voice: string, text: string): Promise<Omit<VoiceSample, 'isKept'>> {
    const { clock } = this.#options;
    const model = this.#options.model();
    if (!model?.capabilities.textInput)
      throw new FleetError('CONFLICT', 'This model says nothing that it is told in writing.');
    const { inputSampleRateHz, outputSampleRateHz, needsContinuousInput } = model.capabilities;
    const heard: Int16Array[] = [];
    const maxSamples = (MAX_SPEECH_MS * outputSampleRateHz) / 1000;
    let samples = 0;
    const giveUp = new AbortController();
    const signal = AbortSignal.any([giveUp.signal, this.#closing.signal]);
    const over = Promise.withResolvers<void>();
    const fail = (): void => over.reject(new FleetError('UNREACHABLE', 'The model did not say it in time.'));
    over.promise.catch(() => {});
    signal.addEventListener('abort', fail, { once: true });
    const cancel = clock.after(TIMEOUT_MS, () => giveUp.abort());
    const hear = (event: ModelEvent): void => {
      if (event.kind === 'audio' && samples < maxSamples) {
        heard.push(event.pcm.slice(0, maxSamples - samples));
        samples += event.pcm.length;
      }
      if (samples >= maxSamples || (event.kind === 'answerEnded' && samples > 0)) over.resolve();
    };
    const settings = {
      systemPrompt: 'You read aloud what you are given, word by word.',
      voice,
      maxTokens: MAX_TOKENS,
      topP: 0.9,
      temperature: 0.1,
      endpointing: 'HIGH' as const,
    };
    let cancelTick = (): void => {};
    try {
      const session = await model.open({
        sessionId: randomUUID(),
        settings,
        history: [],
        // Whoever talks goes first.
        place: 'second',
        onEvent: hear,
        onEnded: (failure) => over.reject(failure ?? new FleetError('UNREACHABLE', 'The model fell silent.')),
        signal,
      });
      const silence = new Int16Array((TICK_MS * inputSampleRateHz) / 1000);
      const tick = (): void => {
        session.sendAudio(silence);
        cancelTick = clock.after(TICK_MS, tick);
      };
      if (needsContinuousInput) tick();
      session.sendText(sayExactly(text));
      try {
        await over.promise;
      } finally {
        session.abort();
      }
      return { wav: wavOf(heard, outputSampleRateHz), text };
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      // Its words may name accounts.
      this.#options.log.warn({ err: error, voice }, 'a voice could not be heard');
      const why = `The model did not say it: ${error.reason}. The log of the broker says more.`;
      throw new FleetError('UNREACHABLE', why, { cause: error });
    } finally {
      cancel();
      cancelTick();
      signal.removeEventListener('abort', fail);
    }
  }
}

const keyOf = (voice: string, language: string): string => `${voice} ${language}`;

/** @throws {FleetError} NOT_FOUND, INVALID */
function languageOf(voice: string, wanted: string | undefined): string {
  const known = NOVA_VOICE_TABLE.find(({ id }) => id === voice);
  if (!known) throw FleetError.notFound('a voice', voice);
  const language = wanted ?? known.languages[0]!;
  if (voiceFits(voice, language)) return language.split('-', 1)[0]!.toLowerCase();
  throw FleetError.invalid(
    ['language'],
    `The voice ${voice} does not speak ${language}. Use ${voicesFor(language).join(', ')}.`,
    'VOICE_LANGUAGE',
  );
}
