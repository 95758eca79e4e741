/** What the voice and its thread say to each other. */
import type { VoiceSettings } from './voices.ts';

export interface VoiceRequest {
  readonly kind: 'synthesize';
  readonly id: number;
  readonly text: string;
  readonly settings: VoiceSettings;
  readonly sampleRateHz: number;
}

export type VoiceReply =
  | { kind: 'synthesized'; id: number; pcm: Int16Array<ArrayBuffer> }
  | { kind: 'failed'; id: number; message: string };
