/** The events a client may send: their shapes, and the way from untrusted JSON to them. */
import type { EndpointingSensitivity, ToolSpec } from '../conversation/parts.ts';
import { Fields } from './fields.ts';
import { InputFault } from './input-fault.ts';

export type TextRole = 'SYSTEM' | 'SYSTEM_SPEECH' | 'USER' | 'ASSISTANT';

export interface InferenceSettings {
  readonly maxTokens: number;
  readonly topP: number;
  readonly temperature: number;
}

export type InputContent =
  | { readonly type: 'TEXT'; readonly role: TextRole; readonly interactive: boolean }
  | { readonly type: 'AUDIO'; readonly sampleRateHz: number }
  | { readonly type: 'TOOL'; readonly toolUseId: string };

export interface PromptSettings {
  readonly promptName: string;
  readonly voiceId: string;
  readonly sampleRateHz: number;
  readonly tools: readonly ToolSpec[];
}

export type InputEvent =
  | { kind: 'sessionStart'; inference: InferenceSettings; endpointing: EndpointingSensitivity | undefined }
  | { kind: 'promptStart'; prompt: PromptSettings }
  | { kind: 'contentStart'; promptName: string; contentName: string; content: InputContent }
  | { kind: 'textInput'; promptName: string; contentName: string; text: string }
  | { kind: 'audioInput'; promptName: string; contentName: string; pcm: Int16Array }
  | { kind: 'toolResult'; promptName: string; contentName: string; text: string }
  | { kind: 'contentEnd'; promptName: string; contentName: string }
  | { kind: 'promptEnd'; promptName: string }
  | { kind: 'sessionEnd' };

const sampleRates = [8000, 16000, 24000] as const;
const maxTools = 256;

/** Throws InputFault for anything that is no event of the service. */
export function parseInputEvent(json: unknown): InputEvent {
  const event = new Fields(json, 'the message').value('event');
  const names = typeof event === 'object' && event ? Object.keys(event) : [];
  const [name] = names;
  if (name === undefined || names.length !== 1) {
    throw new InputFault('invalid', 'a message must be {"event":{"<name>":{…}}} with one name');
  }
  const fields = new Fields((event as Record<string, unknown>)[name], `event.${name}`);
  // The most frequent event first: all but a few are audio.
  if (name === 'audioInput')
    return { kind: name, ...blockNames(fields), pcm: decodePcm(fields.string('content')) };
  switch (name) {
    case 'sessionStart':
      return { kind: name, ...parseSession(fields) };
    case 'promptStart':
      return { kind: name, prompt: parsePrompt(fields) };
    case 'contentStart':
      return { kind: name, ...blockNames(fields), content: parseContent(fields) };
    case 'textInput':
      return { kind: name, ...blockNames(fields), text: fields.string('content') };
    case 'toolResult':
      return { kind: name, ...blockNames(fields), text: fields.string('content') };
    case 'contentEnd':
      return { kind: name, ...blockNames(fields) };
    case 'promptEnd':
      return { kind: name, promptName: fields.name('promptName') };
    case 'sessionEnd':
    case 'connectionEnd': // Not documented; some clients send it in the place of sessionEnd.
      return { kind: 'sessionEnd' };
    default:
      throw new InputFault('invalid', `unknown event "${name.slice(0, 64)}"`);
  }
}

const blockNames = (fields: Fields) => ({
  promptName: fields.name('promptName'),
  contentName: fields.name('contentName'),
});

function parseSession(fields: Fields) {
  const inference = fields.has('inferenceConfiguration')
    ? fields.object('inferenceConfiguration')
    : new Fields({}, 'inferenceConfiguration');
  const turns = fields.has('turnDetectionConfiguration')
    ? fields.object('turnDetectionConfiguration')
    : undefined;
  return {
    inference: {
      maxTokens: inference.number('maxTokens', { min: 1, max: 10_000, integer: true, byDefault: 1024 }),
      topP: inference.number('topP', { min: 0, max: 1, byDefault: 0.9 }),
      temperature: inference.number('temperature', { min: 0, max: 1, byDefault: 0.7 }),
    },
    endpointing: turns?.oneOf('endpointingSensitivity', ['HIGH', 'MEDIUM', 'LOW']),
  };
}

function parsePrompt(fields: Fields): PromptSettings {
  const promptName = fields.name('promptName');
  if (fields.has('textOutputConfiguration'))
    fields.object('textOutputConfiguration').fixed('mediaType', 'text/plain');
  const audio = fields.object('audioOutputConfiguration');
  checkPcm(audio);
  let tools: ToolSpec[] = [];
  if (fields.has('toolConfiguration')) {
    const configuration = fields.object('toolConfiguration');
    tools = configuration.has('tools') ? configuration.array('tools').map(parseTool) : [];
    if (tools.length > maxTools) throw configuration.fault('tools', `must have at most ${maxTools} entries`);
    if (new Set(tools.map((tool) => tool.name)).size !== tools.length) {
      throw configuration.fault('tools', 'must have different names');
    }
    if (configuration.has('toolChoice')) checkToolChoice(configuration.object('toolChoice'), tools);
    if (fields.has('toolUseOutputConfiguration')) {
      fields.object('toolUseOutputConfiguration').fixed('mediaType', 'application/json');
    }
  }
  return {
    promptName,
    voiceId: audio.name('voiceId'),
    sampleRateHz: audio.oneOf('sampleRateHertz', sampleRates),
    tools,
  };
}

function parseTool(fields: Fields): ToolSpec {
  const spec = fields.object('toolSpec');
  const name = spec.string('name');
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) throw spec.fault('name', 'must match ^[a-zA-Z0-9_-]{1,64}$');
  const schema = spec.object('inputSchema').string('json');
  let inputSchema: unknown;
  try {
    inputSchema = JSON.parse(schema);
  } catch {
    throw spec.fault('inputSchema.json', 'must be a JSON schema as a string');
  }
  return { name, description: spec.has('description') ? spec.string('description') : '', inputSchema };
}

function checkToolChoice(choice: Fields, tools: readonly ToolSpec[]): void {
  if (choice.has('tool')) {
    const name = choice.object('tool').string('name');
    if (!tools.some((tool) => tool.name === name))
      throw choice.fault('tool.name', 'must name one of the tools');
  } else if (choice.has('any')) choice.object('any');
  else choice.object('auto');
}

function parseContent(fields: Fields): InputContent {
  const type = fields.oneOf('type', ['TEXT', 'AUDIO', 'TOOL']);
  const interactive = fields.boolean('interactive', false);
  switch (type) {
    case 'TEXT':
      if (fields.has('textInputConfiguration'))
        fields.object('textInputConfiguration').fixed('mediaType', 'text/plain');
      return {
        type,
        interactive,
        role: fields.oneOf('role', ['SYSTEM', 'SYSTEM_SPEECH', 'USER', 'ASSISTANT']),
      };
    case 'AUDIO': {
      fields.fixed('role', 'USER');
      const audio = fields.object('audioInputConfiguration');
      checkPcm(audio);
      return { type, sampleRateHz: audio.oneOf('sampleRateHertz', sampleRates) };
    }
    case 'TOOL': {
      fields.fixed('role', 'TOOL');
      const result = fields.object('toolResultInputConfiguration');
      result.fixed('type', 'TEXT');
      if (result.has('textInputConfiguration')) {
        const mediaType = result.object('textInputConfiguration').value('mediaType');
        if (mediaType !== 'text/plain')
          throw new InputFault('toolMediaType', `got ${JSON.stringify(mediaType)}`);
      }
      return { type, toolUseId: result.name('toolUseId') };
    }
  }
}

function checkPcm(audio: Fields): void {
  audio.fixed('mediaType', 'audio/lpcm');
  audio.fixed('sampleSizeBits', 16);
  audio.fixed('channelCount', 1);
  audio.fixed('encoding', 'base64');
  audio.fixed('audioType', 'SPEECH');
}

/** The samples own their memory, so that they can be handed to a worker thread without the pool around them. */
function decodePcm(base64: string): Int16Array {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  const bytes = Math.floor((base64.length * 3) / 4) - padding;
  const pcm = new Int16Array(Math.max(0, bytes) >> 1);
  if (bytes % 2 !== 0 || Buffer.from(pcm.buffer).write(base64, 'base64') !== bytes) {
    throw new InputFault('invalid', 'event.audioInput.content must be base64 of 16-bit samples');
  }
  return pcm;
}
