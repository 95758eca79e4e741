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
  return { kind: 'turn', turn: { generation, marks, heard: '', said, playedMs: 4000, uplinkMs: 40 } };
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
