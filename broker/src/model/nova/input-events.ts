/** Events that Amazon Nova Sonic takes, in the order of its guide: session, prompt, contents, ends. */
import { randomUUID } from 'node:crypto';
import type { ConversationSettings, ToolSpec } from '../voice-model.ts';
import { textPieces } from './history.ts';

/** Text goes in pieces of at most this many bytes: the service refuses a long `textInput` as a whole. */
export const MAX_TEXT_INPUT_BYTES = 1024;

const utf8 = new TextEncoder();
const event = (name: string, body: object): Uint8Array =>
  utf8.encode(JSON.stringify({ event: { [name]: body } }));

/** @param turnDetection whether the model lets itself be told how soon a pause ends a turn; the first did not. */
export function sessionStart(settings: ConversationSettings, turnDetection: boolean): Uint8Array {
  const { maxTokens, topP, temperature, endpointing } = settings;
  return event('sessionStart', {
    inferenceConfiguration: { maxTokens, topP, temperature },
    ...(turnDetection && { turnDetectionConfiguration: { endpointingSensitivity: endpointing } }),
  });
}

export interface PromptOptions {
  readonly voice: string;
  readonly sampleRateHertz: number;
  readonly tools?: readonly ToolSpec[];
}

export function promptStart(
  promptName: string,
  { voice, sampleRateHertz, tools = [] }: PromptOptions,
): Uint8Array {
  return event('promptStart', {
    promptName,
    textOutputConfiguration: { mediaType: 'text/plain' },
    audioOutputConfiguration: {
      mediaType: 'audio/lpcm',
      sampleRateHertz,
      sampleSizeBits: 16,
      channelCount: 1,
      voiceId: voice,
      encoding: 'base64',
      audioType: 'SPEECH',
    },
    ...(tools.length > 0 && {
      toolUseOutputConfiguration: { mediaType: 'application/json' },
      toolConfiguration: {
        tools: tools.map(({ name, description, inputSchema }) => ({
          toolSpec: { name, description, inputSchema: { json: inputSchema } },
        })),
      },
    }),
  });
}

export interface TextBlock {
  readonly role: 'SYSTEM' | 'USER' | 'ASSISTANT';
  /** A live turn that asks for an answer, not history. */
  readonly interactive?: boolean;
  readonly text: string;
}

/** All events of a text. No audio may come between them, so they are to be sent in one go. */
export function textBlock(promptName: string, { role, interactive = false, text }: TextBlock): Uint8Array[] {
  const contentName = randomUUID();
  return [
    event('contentStart', {
      promptName,
      contentName,
      type: 'TEXT',
      interactive,
      role,
      textInputConfiguration: { mediaType: 'text/plain' },
    }),
    ...textPieces(text, MAX_TEXT_INPUT_BYTES).map((content) =>
      event('textInput', { promptName, contentName, content }),
    ),
    contentEnd(promptName, contentName),
  ];
}

/** All events of a tool's result. JSON goes as plain text: the service refuses `application/json` here. */
export function toolResultBlock(promptName: string, toolUseId: string, json: string): Uint8Array[] {
  const contentName = randomUUID();
  return [
    event('contentStart', {
      promptName,
      contentName,
      interactive: false,
      type: 'TOOL',
      role: 'TOOL',
      toolResultInputConfiguration: {
        toolUseId,
        type: 'TEXT',
        textInputConfiguration: { mediaType: 'text/plain' },
      },
    }),
    event('toolResult', { promptName, contentName, content: jsonObject(json) }),
    contentEnd(promptName, contentName),
  ];
}

/** A result that is no JSON object ends the stream, so anything else becomes one. */
function jsonObject(json: string): string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return JSON.stringify({ result: json });
  }
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? json : JSON.stringify({ result: value });
}

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
