/** A host with one device and a scripted model on a fake clock: for stories about conversations. */
import {
  type Audio,
  type DeviceBody,
  type DeviceMessage,
  type Init,
  ListenMode,
  ResumePolicy,
  toWireTime,
} from '@pipit/protocol';
import { pino } from 'pino';
import { createOpusEncoder } from '../audio/opus.ts';
import type { DeviceLinkHandler } from '../device/device-link.ts';
import type { ConversationEvent } from '../session/conversation-events.ts';
import { PastConversations } from '../session/turns/past-conversations.ts';
import { SessionHost, type SessionHostOptions } from '../session/session-host.ts';
import { Figures } from '../telemetry/figures.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeLink } from './fake-link.ts';
import { ScriptedModel } from './scripted-model.ts';

/** Lets promises that are settled already have their say. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const encoder = createOpusEncoder({
  sampleRateHz: 16_000,
  frameDurationMs: 60,
  playbackSampleRateHz: 16_000,
  bitrate: 24_000,
  complexity: 0,
  application: 'voip',
});
/** 60 ms each. */
const TONE = encoder.encode(new Int16Array(960).map((_, i) => 8000 * Math.sin(i / 5))).slice();
// Without the echo of the tone in the encoder.
encoder.reset();
const QUIET = encoder.encode(new Int16Array(960)).slice();

/** One word each, so that what was said of them can be told. */
const PHRASES = { oneMoment: 'One moment.', apology: 'Sorry.', busy: 'Busy.' };

export class SessionBench {
  readonly clock = new FakeClock(100_000);
  readonly model = new ScriptedModel();
  readonly events: ConversationEvent[] = [];
  readonly figures = new Figures();
  readonly host: SessionHost;
  link = new FakeLink();
  device: DeviceLinkHandler;
  #messageId = 0;
  #sequence = 0;

  constructor(options: Partial<SessionHostOptions> = {}) {
    this.host = new SessionHost({
      model: this.model,
      settings: { systemPrompt: '', voice: 'v', maxTokens: 1, topP: 1, temperature: 1, endpointing: 'HIGH' },
      deadlinesMs: {
        open: 10_000,
        queue: 30_000,
        silence: 600_000,
        answer: 15_000,
        stall: 15_000,
        grace: 60_000,
        drain: 3000,
        farewell: 10_000,
      },
      echo: { echo: 'off', echoTailMs: 0, echoAttenuationDb: 0 },
      renewal: { afterMs: 360_000, byMs: 450_000 },
      resume: 'continue',
      maxHeldMs: 5000,
      maxAnswerMs: 60_000,
      maxAwayAnswerMs: 60_000,
      limits: { maxSessions: 10, maxMemoryBytes: 1e9, checkIntervalMs: 5000, minQuietMs: 15_000 },
      codec: { bitrate: 32_000, complexity: 0, application: 'restricted_lowdelay' },
      phrases: { get: (name) => ({ text: PHRASES[name], pcm: new Int16Array(24 * 600) }) },
      past: new PastConversations({ store: options.store, maxAgeMs: 600_000, restoreAgeMs: 600_000 }),
      clock: this.clock,
      wallClock: Date.now,
      random: () => 0.5,
      observe: (_context, event) => this.events.push(event),
      log: pino({ level: 'silent' }),
      figures: this.figures,
      ...options,
    });
    this.device = this.host.accept(this.link);
  }

  say<Kind extends DeviceBody['kind']>(
    kind: Kind,
    value: Init<Extract<DeviceBody, { kind: Kind }>['value']>,
  ): void {
    const body = { kind, value } as DeviceMessage['body'];
    this.device.onMessage({
      version: 1,
      messageId: ++this.#messageId,
      correlationId: 0,
      deadlineMs: 0,
      body,
    });
  }

  async open(): Promise<this> {
    this.say('sessionOpen', { session: 1, frameDurationMs: 60, mode: ListenMode.ALWAYS_OPEN });
    await settle();
    return this;
  }

  /** Speaks, or is silent, in real time. */
  microphone(ms: number, sound: 'tone' | 'quiet' = 'tone'): void {
    for (let at = 0; at < ms; at += 60) {
      this.clock.advance(60);
      const audio: Audio = {
        session: 1,
        generation: 0,
        sequence: this.#sequence++,
        captureTimeMs: toWireTime(this.clock.now() - 60),
        flags: 0,
        packets: [sound === 'tone' ? TONE : QUIET],
      };
      this.device.onAudio(audio);
    }
  }

  /** So many packets of the microphone are lost. */
  skip(packets: number): void {
    this.#sequence += packets;
  }

  /** A question as the model hears it, up to its text. */
  ask(text: string, ms = 600): void {
    const { conversation } = this;
    const startMs = conversation.sentMs;
    this.microphone(120);
    conversation.emit({ kind: 'userSpeechStarted', atMs: startMs });
    this.microphone(ms - 120);
    this.microphone(300, 'quiet');
    conversation.emit({ kind: 'userSpeechEnded', atMs: conversation.sentMs }, { kind: 'userText', text });
  }

  /** The present stream. */
  get conversation() {
    return this.model.conversation;
  }

  get frames() {
    return this.link.frames;
  }

  lose(): void {
    this.device.onClosed('DEVICE_LOST');
  }

  /** On a new link, with what the device has of the last answer. */
  comeBack(
    has: { generation: number; nextSequence: number; playedMs: number },
    policy: ResumePolicy = ResumePolicy.UNSPECIFIED,
  ) {
    const old = this.link;
    this.link = new FakeLink();
    this.link.deviceClock = old.deviceClock;
    this.device = this.host.accept(this.link);
    const { sessionId = '' } = old.of('sessionOpened')[0] ?? {};
    this.say('sessionResume', { session: 1, sessionId, frameDurationMs: 60, policy, ...has });
  }

  ended() {
    return this.events.find((event) => event.kind === 'ended');
  }

  turns() {
    return this.events.flatMap((event) => (event.kind === 'turn' ? [event.turn] : []));
  }
}

/** Milliseconds of sound in what a model heard, in whole frames: a decoder carries the end of one into the next. */
export function loudMs(heard: readonly Int16Array[]): number {
  let blocks = 0;
  for (const pcm of heard) {
    for (let at = 0; at < pcm.length; at += 320) {
      if (pcm.subarray(at, at + 320).some((sample) => Math.abs(sample) > 2000)) blocks++;
    }
  }
  return Math.floor(blocks / 3) * 60;
}
