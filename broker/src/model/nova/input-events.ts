/** Events that Amazon Nova Sonic takes, in the order of its guide: session, prompt, contents, ends. */
import type { ConversationSettings } from '../voice-model.ts';

/** Text goes in pieces of at most this many bytes: the service refuses a long `textInput` as a whole. */
export const MAX_TEXT_INPUT_BYTES = 1024;

const utf8 = new TextEncoder();
const event = (name: string, body: object): Uint8Array =>
  utf8.encode(JSON.stringify({ event: { [name]: body } }));

export function sessionStart(settings: ConversationSettings): Uint8Array {
  const { maxTokens, topP, temperature, endpointing } = settings;
  return event('sessionStart', {
    inferenceConfiguration: { maxTokens, topP, temperature },
    turnDetectionConfiguration: { endpointingSensitivity: endpointing },
  });
}

export function promptStart(promptName: string, voiceId: string, sampleRateHertz: number): Uint8Array {
  return event('promptStart', {
    promptName,
    textOutputConfiguration: { mediaType: 'text/plain' },
    audioOutputConfiguration: {
      mediaType: 'audio/lpcm',
      sampleRateHertz,
      sampleSizeBits: 16,
      channelCount: 1,
      voiceId,
      encoding: 'base64',
      audioType: 'SPEECH',
    },
  });
}

export function textStart(
  promptName: string,
  contentName: string,
  role: 'SYSTEM' | 'USER' | 'ASSISTANT',
): Uint8Array {
  return event('contentStart', {
    promptName,
    contentName,
    type: 'TEXT',
    interactive: false,
    role,
    textInputConfiguration: { mediaType: 'text/plain' },
  });
}

export const textInput = (promptName: string, contentName: string, content: string): Uint8Array =>
  event('textInput', { promptName, contentName, content });

export function audioStart(promptName: string, contentName: string, sampleRateHertz: number): Uint8Array {
  return event('contentStart', {
    promptName,
    contentName,
    type: 'AUDIO',
    interactive: true,
    role: 'USER',
    audioInputConfiguration: {
      mediaType: 'audio/lpcm',
      sampleRateHertz,
      sampleSizeBits: 16,
      channelCount: 1,
      audioType: 'SPEECH',
      encoding: 'base64',
    },
  });
}

/** Hot path: everything but the samples is the same for the whole stream, so it is built once. */
export function audioInputWriter(promptName: string, contentName: string): (pcm: Int16Array) => Uint8Array {
  const [before, after] = JSON.stringify({
    event: { audioInput: { promptName, contentName, content: '@' } },
  }).split('@');
  return (pcm) => {
    const content = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64');
    return Buffer.from(`${before}${content}${after}`, 'latin1');
  };
}

export const contentEnd = (promptName: string, contentName: string): Uint8Array =>
  event('contentEnd', { promptName, contentName });

export const promptEnd = (promptName: string): Uint8Array => event('promptEnd', { promptName });

export const sessionEnd = (): Uint8Array => event('sessionEnd', {});
