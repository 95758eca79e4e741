/** The events of the service as JSON text, with the ids that all of them carry. */
import { randomUUID } from 'node:crypto';
import type { UsageReport } from './usage-meter.ts';

export type StopReason = 'PARTIAL_TURN' | 'END_TURN' | 'INTERRUPTED' | 'TOOL_USE';
export type GenerationStage = 'SPECULATIVE' | 'FINAL';

/** What an interrupted answer says in the place of text; the spaces are the service's. */
export const interruptedText = '{ "interrupted" : true }';

export class OutputEvents {
  readonly #ids: { readonly sessionId: string; readonly promptName: string; readonly completionId: string };

  constructor(promptName: string) {
    this.#ids = { sessionId: randomUUID(), promptName, completionId: randomUUID() };
  }

  completionStart(): string {
    return this.#event('completionStart', {});
  }

  completionEnd(): string {
    return this.#event('completionEnd', { stopReason: 'END_TURN' });
  }

  userSpeechStart(atMs: number): string {
    return this.#event('userSpeechStart', { inputAudioOffsetMs: Math.round(atMs) });
  }

  userSpeechEnd(atMs: number, detectedAtMs: number): string {
    return this.#event('userSpeechEnd', {
      inputAudioOffsetMs: Math.round(atMs),
      inputAudioDetectionOffsetMs: Math.round(detectedAtMs),
    });
  }

  usage(report: UsageReport): string {
    return this.#event('usageEvent', { ...report });
  }

  /** The three events of a whole text block. */
  text(
    role: 'USER' | 'ASSISTANT',
    stage: GenerationStage,
    content: string,
    stopReason: StopReason,
  ): string[] {
    const contentId = randomUUID();
    return [
      this.#event('contentStart', {
        contentId,
        type: 'TEXT',
        role,
        additionalModelFields: JSON.stringify({ generationStage: stage }),
        textOutputConfiguration: { mediaType: 'text/plain' },
      }),
      this.#event('textOutput', { contentId, role, content }),
      this.#event('contentEnd', { contentId, type: 'TEXT', stopReason }),
    ];
  }

  /** The three events of a tool call; `content` is JSON text. */
  toolUse(toolUseId: string, toolName: string, content: string): string[] {
    const contentId = randomUUID();
    return [
      this.#event('contentStart', {
        contentId,
        type: 'TOOL',
        role: 'TOOL',
        toolUseOutputConfiguration: { mediaType: 'application/json' },
      }),
      this.#event('toolUse', { contentId, toolUseId, toolName, role: 'TOOL', content }),
      this.#event('contentEnd', { contentId, type: 'TOOL', stopReason: 'TOOL_USE' }),
    ];
  }

  audioStart(contentId: string, sampleRateHz: number): string {
    return this.#event('contentStart', {
      contentId,
      type: 'AUDIO',
      role: 'ASSISTANT',
      audioOutputConfiguration: {
        mediaType: 'audio/lpcm',
        sampleRateHertz: sampleRateHz,
        sampleSizeBits: 16,
        channelCount: 1,
        encoding: 'base64',
      },
    });
  }

  audio(contentId: string, pcm: Int16Array): string {
    const content = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
    return this.#event('audioOutput', { contentId, role: 'ASSISTANT', content });
  }

  audioEnd(contentId: string, stopReason: StopReason): string {
    return this.#event('contentEnd', { contentId, type: 'AUDIO', stopReason });
  }

  #event(name: string, fields: Record<string, unknown>): string {
    return JSON.stringify({ event: { [name]: { ...this.#ids, ...fields } } });
  }
}
