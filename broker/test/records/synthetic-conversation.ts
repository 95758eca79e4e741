/** Events of conversations that nobody held. */
import type { ReasonName } from '@pipit/protocol';
import type { ConversationContext, ConversationEvent } from '../../src/session/conversation-events.ts';
import type { TurnMarks } from '../../src/session/turns/turn-log.ts';

export const started = (restored = false): ConversationEvent => ({
  kind: 'started',
  restored,
  voice: 'matthew',
  configRevision: 4,
});

export const opened: ConversationEvent = {
  kind: 'opened',
  startup: { parts: { accept: 1, history: 20, model: 300 }, totalMs: 321 },
};

export const state = (to: 'opening' | 'listening' | 'speaking'): ConversationEvent => ({
  kind: 'state',
  from: 'idle',
  to,
  cause: 'device start',
});

export const heard = (text: string): ConversationEvent => ({
  kind: 'transcript',
  role: 'user',
  stage: 'final',
  text,
  generation: 1,
});

export const turn = (
  said: string,
  responseMs = 800,
  { interrupted = false, generation = 1 } = {},
): ConversationEvent => {
  const marks: TurnMarks = {
    speechEnd: 1000,
    speechEndDetected: 1300,
    firstModelAudio: 1600,
    firstFrameSent: 1602,
    playbackStarted: 1000 + responseMs,
    ...(interrupted && { interrupted: 5000 }),
  };
  const texts = { heard: '', said, unsaid: '' };
  return { kind: 'turn', turn: { generation, marks, ...texts, playedMs: 4000, uplinkMs: 40 }, atMs: 6000 };
};

export const usage = (speechIn: number, speechOut: number): ConversationEvent => ({
  kind: 'usage',
  input: { speech: speechIn, text: 10 },
  output: { speech: speechOut, text: 20 },
});

export const ended = (reason: ReasonName = 'REQUESTED', continued = false): ConversationEvent => ({
  kind: 'ended',
  reason,
  detail: null,
  continued,
  totals: {
    durationMs: 60_000,
    turns: 1,
    framesIn: 100,
    framesOut: 90,
    framesLost: 1,
    framesCorrupt: 0,
    framesDropped: 0,
    modelDroppedMs: 0,
    input: { speech: 0, text: 0 },
    output: { speech: 0, text: 0 },
  },
});

export const context = (n: number, deviceId = 'kitchen'): ConversationContext => ({
  deviceId,
  sessionId: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
});

/** Both sides have this loudness for so long, up to now; `atMs` is now on the conversation's own clock. */
export const sound = (
  atMs: number,
  {
    user = 0,
    assistant = 0,
    ms = 240,
    lost = 0,
  }: { user?: number; assistant?: number; ms?: number; lost?: number },
): ConversationEvent => ({
  kind: 'peaks',
  atMs,
  runs: [
    { side: 'user', atMs: atMs - ms, values: Array<number>(ms / 20).fill(user) },
    { side: 'assistant', atMs: atMs - ms, values: Array<number>(ms / 20).fill(assistant) },
  ],
  lost: lost > 0 ? [{ atMs: atMs - ms, packets: lost }] : [],
});
