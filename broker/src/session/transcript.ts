/** Transcripts to the device, in pieces that fit its buffers. */
import { FIELD_BOUNDS, Role, TranscriptStage, splitUtf8 } from '@pipit/protocol';
import type { DeviceLink } from '../device/device-link.ts';

const MAX_TEXT_BYTES = FIELD_BOUNDS['Transcript']!.find((field) => field.name === 'text')!.maxBytes!;

export interface TranscriptText {
  readonly session: number;
  readonly generation: number;
  readonly role: 'user' | 'assistant';
  readonly stage: 'speculative' | 'final';
  readonly text: string;
}

export function sendTranscript(
  link: DeviceLink,
  { session, generation, role, stage, text }: TranscriptText,
): void {
  const pieces = splitUtf8(text, MAX_TEXT_BYTES);
  pieces.forEach((piece, index) =>
    link.send({
      kind: 'transcript',
      value: {
        session,
        generation,
        role: role === 'user' ? Role.USER : Role.ASSISTANT,
        stage: stage === 'final' ? TranscriptStage.FINAL : TranscriptStage.SPECULATIVE,
        text: piece,
        continued: index < pieces.length - 1,
      },
    }),
  );
}
