/** What the ears and their threads say to each other. */
import type { EndpointingSensitivity, HearingEvent } from '../conversation/parts.ts';
import type { EndpointingProfile } from './endpointing.ts';

export type EarRequest =
  | {
      kind: 'listen';
      id: number;
      sampleRateHz: number;
      sensitivity: EndpointingSensitivity;
      profile: EndpointingProfile;
      /** One 32-bit counter, modulo 2³²: the samples that the thread is done with. */
      consumed: SharedArrayBuffer;
    }
  /** `skipped` samples were dropped before these. */
  | { kind: 'audio'; id: number; pcm: Int16Array; skipped: number }
  | { kind: 'close'; id: number }
  | { kind: 'transcribe'; id: number; pcm: Int16Array };

export type EarReply =
  | { kind: 'heard'; id: number; event: HearingEvent }
  | { kind: 'transcribed'; id: number; text: string }
  /** A transcription failed inside the models; its text is empty. */
  | { kind: 'trouble'; message: string };
