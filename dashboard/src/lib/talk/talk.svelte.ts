/** A conversation of this page: from the wish to talk until the microphone is let go. */
import {
  type BrowserDevice,
  type DeviceSession,
  type SessionMode,
  type TrialModel,
  openBrowserDevice,
} from '#lib/broker/browser-device.ts';
import { m } from '#lib/messages/index.svelte.ts';
import { loudnessOf } from './loudness.ts';
import { type Utterance, withCut, withPiece } from './utterances.ts';

/** IDLE: nobody talks. STARTING: the device is made and connects. Then as the SDK's session. */
export type TalkState = 'STARTING' | DeviceSession['state'];

/** How long somebody waited, from the end of the question to the first sound. */
export interface TalkTurn {
  readonly generation: number;
  readonly waitMs: number;
}

/** Of the bar of loudness, in each 10 ms: what is loud for a moment is seen. */
const FALL = 0.02;

export class Talk {
  #state = $state<TalkState>('IDLE');
  #utterances = $state.raw<readonly Utterance[]>([]);
  #turns = $state.raw<readonly TalkTurn[]>([]);
  #loudness = $state(0);
  #error = $state.raw<unknown>();
  #deviceId = $state<string>();
  #isPressed = $state(false);
  #session: DeviceSession | undefined;
  #device: BrowserDevice | undefined;
  #life: AbortController | undefined;
  #microphone: AbortController | undefined;

  get state(): TalkState {
    return this.#state;
  }

  get isOn(): boolean {
    return this.#state !== 'IDLE';
  }

  get utterances(): readonly Utterance[] {
    return this.#utterances;
  }

  get turns(): readonly TalkTurn[] {
    return this.#turns;
  }

  /** Of the microphone, 0 to 1. */
  get loudness(): number {
    return this.#loudness;
  }

  /** Why there is no conversation, or none any more. */
  get error(): unknown {
    return this.#error;
  }

  get deviceId(): string | undefined {
    return this.#deviceId;
  }

  get isPressed(): boolean {
    return this.#isPressed;
  }

  /** Never rejects. */
  async start(like: TrialModel | undefined, mode: SessionMode): Promise<void> {
    if (this.isOn) return;
    const life = (this.#life = new AbortController());
    this.#state = 'STARTING';
    this.#error = undefined;
    this.#utterances = [];
    this.#turns = [];
    try {
      const onSession = (session: DeviceSession): void => this.#follow(session, life);
      const onClosed = (error: Error | undefined): void => void this.#end(life, error);
      const device = await openBrowserDevice({ like, mode, onSession, onClosed }, life.signal);
      if (life.signal.aborted) return await device.close();
      this.#device = device;
      this.#deviceId = device.deviceId;
      await this.#speak(device, life.signal);
    } catch (error) {
      await this.#end(life, life.signal.aborted ? undefined : error);
    }
  }

  /** Never rejects. Idempotent. */
  async stop(): Promise<void> {
    if (this.#life) await this.#end(this.#life, undefined);
  }

  /** Push to talk: from now on it listens; during an answer it stops that. */
  press(): void {
    if (!this.#session || this.#isPressed) return;
    this.#isPressed = true;
    this.#session.startListening();
  }

  release(): void {
    if (!this.#session || !this.#isPressed) return;
    this.#isPressed = false;
    this.#session.stopListening();
  }

  interrupt(): void {
    this.#session?.interrupt('BUTTON');
  }

  #follow(session: DeviceSession, life: AbortController): void {
    this.#session = session;
    this.#state = session.state;
    session.on('state', ({ to }) => {
      if (this.#life === life) this.#state = to;
    });
    session.on('transcript', (piece) => {
      if (this.#life === life) this.#utterances = withPiece(this.#utterances, piece);
    });
    session.on('flushed', ({ generation }) => {
      if (this.#life === life) this.#utterances = withCut(this.#utterances, generation);
    });
    session.on('turnReport', ({ generation, moments }) => {
      if (this.#life !== life) return;
      const at = (name: string): number | undefined => moments.find(({ mark }) => mark === name)?.atMs;
      const from = at('SPEECH_END');
      const to = at('PLAYBACK_STARTED');
      if (from !== undefined && to !== undefined)
        this.#turns = [...this.#turns, { generation, waitMs: to - from }];
    });
    session.on('ended', ({ reason, text }) => {
      void this.#end(life, reason === 'REQUESTED' ? undefined : new Error(text || reason));
    });
  }

  /** Until nobody wants to talk any more. */
  async #speak(device: BrowserDevice, signal: AbortSignal): Promise<void> {
    const microphone = (this.#microphone = new AbortController());
    const until = AbortSignal.any([signal, microphone.signal]);
    for await (const pcm of device.microphone(until)) {
      this.#loudness = Math.max(loudnessOf(pcm), this.#loudness - FALL);
      if (this.#session?.state !== 'ENDED') this.#session?.writePcm(pcm);
    }
    this.#loudness = 0;
    // Pulled out, or forbidden in the address bar: nobody would be heard any more.
    if (!until.aborted) throw new Error(m().talk.microphoneLost);
  }

  /** What is left of an earlier life changes nothing. */
  async #end(life: AbortController, error: unknown): Promise<void> {
    if (this.#life !== life) return;
    this.#life = undefined;
    const [session, device] = [this.#session, this.#device];
    this.#session = undefined;
    this.#device = undefined;
    this.#isPressed = false;
    this.#error = error;
    this.#state = 'IDLE';
    // The microphone first: a lost link keeps the goodbye waiting.
    this.#microphone?.abort();
    await session?.close();
    life.abort();
    await device?.close();
  }
}
