/**
 * Somebody with a device: asks, hears the answer, pauses, interrupts now and then, closes and opens again, and asks once
 * more when nothing comes. What they have to bear is measured here.
 */
import { type DeviceSession, PipitDevice, type SessionMode, delay, systemClock } from '@pipit/device-sdk';
import type { DeviceLine } from './device-line.ts';
import type { Ledger } from './ledger.ts';
import { Microphone, type Sounds } from './microphone.ts';
import type { NumberedBrain } from './numbered-brain.ts';
import { SessionWatch } from './session-watch.ts';
import type { SoakFigures } from './soak-figures.ts';

export interface PersonOptions {
  readonly deviceId: string;
  readonly secret: string;
  readonly line: DeviceLine;
  readonly sounds: Sounds;
  readonly brain: NumberedBrain;
  readonly ledger: Ledger;
  readonly figures: SoakFigures;
  /** In [0, 1). */
  readonly random: () => number;
  /** The model has heard this question of this device. */
  readonly onHeard: (question: number) => void;
  /** An answer has begun to sound. */
  readonly onAnswered: () => void;
}

/** Nothing at all for so long after a question: it is asked again. */
const PATIENCE_MS = 8000;
/** Neither an answer nor a reason for so long after a question: the device is stuck. */
export const STUCK_MS = 60_000;
const LONGEST_ANSWER_MS = 60_000;
const MODES: readonly SessionMode[] = ['ALWAYS_OPEN', 'AUTOMATIC', 'PUSH_TO_TALK'];
const POLICIES = ['CONTINUE', 'REPEAT', 'DROP'] as const;

export class Person {
  readonly deviceId: string;
  readonly #options: PersonOptions;
  readonly #microphone: Microphone;
  #power = new AbortController();
  #leaving = false;
  /** Of the last question that was answered, in which session. */
  #answered: { readonly question: number; readonly sessionId: string } | undefined;
  #offlineMs = 0;
  #offlineSince: number | undefined;

  constructor(options: PersonOptions) {
    this.deviceId = options.deviceId;
    this.#options = options;
    this.#microphone = new Microphone(options.sounds);
  }

  /** Talks until told to leave, or until the signal. */
  async live(signal: AbortSignal): Promise<void> {
    const { deviceId, secret, line, sounds, figures } = this.#options;
    while (!this.#leaving && !signal.aborted) {
      this.#power = new AbortController();
      const off = AbortSignal.any([signal, this.#power.signal]);
      await using device = new PipitDevice({
        url: 'mqtt://broker.invalid',
        deviceId,
        secret,
        codec: 'none',
        frameDurationMs: sounds.frameDurationMs,
        capabilities: { echoCancellation: true },
        transport: line.transport,
        reconnect: { minDelayMs: 200, maxDelayMs: 2000 },
        resumeTimeoutMs: 45_000,
      });
      this.#offlineSince = performance.now();
      device.on('connected', () => this.#online());
      device.on('disconnected', () => (this.#offlineSince ??= performance.now()));
      try {
        await device.connect({ signal: off });
        while (!this.#leaving && !off.aborted) await this.#conversation(device, off);
      } catch (error) {
        if (!off.aborted) figures.deviceErrors.add((error as { code?: string }).code ?? String(error));
        await this.#pause(500, off);
      }
    }
  }

  /** After the turn that is under way. */
  leave(): void {
    this.#leaving = true;
  }

  /** The device loses its power and its memory, and starts again. */
  powerCycle(): void {
    this.#options.line.cut();
    this.#power.abort();
  }

  async #conversation(device: PipitDevice, off: AbortSignal): Promise<void> {
    const { random, figures, ledger } = this.#options;
    if (!device.isConnected) await device.once('connected', off);
    const mode = MODES[Math.floor(random() * MODES.length)]!;
    const session = await device.openSession({ mode, resume: POLICIES[Math.floor(random() * 3)]! });
    const watch = new SessionWatch({
      session,
      onHeard: (question, recorded) => {
        ledger.heard(this.deviceId, question, recorded);
        this.#options.onHeard(question);
      },
      onAnswered: (question) => this.#onAnswered(session, watch, question),
      onResumed: (restored) => figures.resumed(restored),
      onViolation: (text) =>
        figures.violations.push(`${this.deviceId}: ${text}\n  ${watch.events.join('\n  ')}`),
      isOwn: (question) => ledger.isOwn(this.deviceId, question),
    });
    const over = new AbortController();
    const pumping = this.#microphone.run(session, AbortSignal.any([off, over.signal]));
    try {
      await session.waitForState('LISTENING', off).catch(() => {});
      figures.conversations++;
      const turns = 2 + Math.floor(random() * 8);
      for (let i = 0; i < turns && !watch.ended && !off.aborted && !this.#leaving; i++) {
        await this.#turn(session, watch, mode, off);
      }
      if (!off.aborted) await session.close();
      if (!off.aborted) figures.ends.add(`${session.endReason}${session.sessionId ? '' : ' (not opened)'}`);
      if (session.endReason !== 'REQUESTED') await this.#pause(500 + 1000 * random(), off);
    } finally {
      over.abort();
      await pumping;
    }
  }

  async #turn(
    session: DeviceSession,
    watch: SessionWatch,
    mode: SessionMode,
    off: AbortSignal,
  ): Promise<void> {
    const { random, figures } = this.#options;
    if (mode === 'PUSH_TO_TALK') session.startListening();
    watch.note('asks');
    await this.#microphone.say(240 + 600 * random());
    if (mode === 'PUSH_TO_TALK') session.stopListening();
    if (off.aborted || watch.ended) return;
    figures.asked++;
    const spokenAt = performance.now();
    const offlineBefore = this.#offline(spokenAt);
    const answered = () => watch.answerAt > spokenAt;
    let borne = false;
    const silenceUntil = (at: number) => {
      if (borne) return;
      borne = true;
      const ms = at - spokenAt;
      const connectedMs = ms - (this.#offline(at) - offlineBefore);
      figures.silence({ ms, connectedMs, deviceId: this.deviceId, events: watch.events });
    };
    const answeredNow = () => {
      if (watch.signAt > spokenAt) silenceUntil(watch.signAt);
      return answered();
    };
    while (!(await watch.until(answeredNow, PATIENCE_MS, off)) && performance.now() - spokenAt < STUCK_MS) {
      figures.askedAgain++;
      watch.note('asks again');
      if (mode === 'PUSH_TO_TALK') session.startListening();
      await this.#microphone.say(400);
      if (mode === 'PUSH_TO_TALK') session.stopListening();
    }
    if (off.aborted) return;
    if (!answered() && !watch.ended) {
      silenceUntil(performance.now());
      figures.stuck(this.deviceId, `no answer for ${STUCK_MS / 1000} s`, watch.events);
      return session.close();
    }
    if (watch.ended) {
      if (!answered()) figures.endedUnanswered++;
      silenceUntil(performance.now());
      return;
    }
    figures.turns++;
    await this.#listen(session, watch, mode, off);
  }

  async #listen(
    session: DeviceSession,
    watch: SessionWatch,
    mode: SessionMode,
    off: AbortSignal,
  ): Promise<void> {
    const { random, figures } = this.#options;
    const mood = random();
    const quiet = () => !watch.playing;
    if (mood < 0.35) {
      // A moment into the answer: a press of the button, or the next question right into it.
      await watch.until(quiet, 200 + 800 * random(), off);
      if (watch.ended || off.aborted || !watch.playing) return;
      figures.interruptions++;
      // Only an open microphone can be spoken into; push to talk interrupts by itself.
      if (mood < 0.2 || mode === 'AUTOMATIC') session.interrupt('BUTTON');
      return this.#pause(600 * random(), off);
    }
    const heardOut = await watch.until(quiet, LONGEST_ANSWER_MS, off);
    if (!heardOut && !off.aborted) {
      figures.stuck(
        this.deviceId,
        `an answer did not end within ${LONGEST_ANSWER_MS / 1000} s`,
        watch.events,
      );
      return session.close();
    }
    return this.#pause(100 + 2500 * random() ** 2, off);
  }

  #onAnswered(session: DeviceSession, watch: SessionWatch, question: number | undefined): void {
    const { brain, figures, ledger, onAnswered } = this.#options;
    const sessionId = session.sessionId ?? '';
    const last = this.#answered;
    const known = question === undefined ? undefined : brain.remembered(question);
    // What was not on disk when the broker was killed is not promised.
    const promised = last?.sessionId === sessionId && ledger.isRecorded(last.question);
    if (known && promised && last.question !== question) {
      figures.remembered++;
      if (!known.has(last.question)) {
        const what = `${this.deviceId}: question ${last.question} when it answered ${question}`;
        figures.forgotten.push(`${what}, knowing ${[...known].join(' ')}\n  ${watch.events.join('\n  ')}`);
      }
    }
    if (question !== undefined) this.#answered = { question, sessionId };
    onAnswered();
  }

  #online(): void {
    if (this.#offlineSince !== undefined) this.#offlineMs += performance.now() - this.#offlineSince;
    this.#offlineSince = undefined;
  }

  /** Without a connection until then, in milliseconds. */
  #offline(until: number): number {
    return this.#offlineMs + (this.#offlineSince === undefined ? 0 : Math.max(0, until - this.#offlineSince));
  }

  async #pause(ms: number, off: AbortSignal): Promise<void> {
    await delay(systemClock, ms, off).catch(() => {});
  }
}
