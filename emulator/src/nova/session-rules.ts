/**
 * The order of a session as a pure function: (state, event) → (state, effects). No clock, no audio, no I/O.
 *
 *   new → session → prompt → ended-prompt → ended
 *
 * Inside `prompt`: SYSTEM text, then history once, then one AUDIO block; live text and tool results beside the audio.
 */
import type { Message, ToolSpec } from '../conversation/parts.ts';
import type {
  InferenceSettings,
  InputContent,
  InputEvent,
  PromptSettings,
  TextRole,
} from './input-events.ts';
import { InputFault } from './input-fault.ts';
import type { Behaviour, Limits } from './settings.ts';
import type { ModelTraits } from './voices.ts';

export interface RuleBook {
  readonly limits: Limits;
  readonly behaviour: Behaviour;
  readonly model: ModelTraits;
}

/** All a conversation is started with. */
export interface ConversationSetup {
  readonly systemPrompt: string;
  readonly history: readonly Message[];
  readonly tools: readonly ToolSpec[];
  readonly voiceId: string;
  readonly outputSampleRateHz: number;
  readonly inputSampleRateHz: number;
  readonly endpointing: 'HIGH' | 'MEDIUM' | 'LOW';
  readonly inference: InferenceSettings;
}

export type SessionEffect =
  | { kind: 'promptStarted'; promptName: string }
  /** A block of text is part of the context now. */
  | { kind: 'textAccepted'; text: string }
  | { kind: 'audioStarted'; setup: ConversationSetup }
  | { kind: 'audio'; pcm: Int16Array }
  | { kind: 'audioEnded' }
  /** The user's turn in writing: it asks for an answer. */
  | { kind: 'userText'; text: string }
  | { kind: 'toolResult'; toolUseId: string; text: string }
  | { kind: 'promptEnded' }
  | { kind: 'sessionEnded' };

interface OpenBlock {
  readonly content: InputContent;
  readonly text: string;
}

export interface SessionState {
  readonly phase: 'new' | 'session' | 'prompt' | 'ended-prompt' | 'ended';
  readonly inference: InferenceSettings;
  readonly endpointing: ConversationSetup['endpointing'];
  readonly prompt: PromptSettings | undefined;
  readonly open: ReadonlyMap<string, OpenBlock>;
  /** The audio block's name while it is open. */
  readonly audioName: string | undefined;
  readonly audio: 'before' | 'open' | 'after';
  readonly textOpen: number;
  readonly systemPrompt: string;
  readonly history: readonly Message[];
  readonly historyBytes: number;
  /** Live text that came before the audio; answered as soon as the audio starts. */
  readonly waitingText: string | undefined;
}

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

export const newSession: SessionState = {
  phase: 'new',
  inference: { maxTokens: 1024, topP: 0.9, temperature: 0.7 },
  endpointing: 'MEDIUM',
  prompt: undefined,
  open: new Map(),
  audioName: undefined,
  audio: 'before',
  textOpen: 0,
  systemPrompt: '',
  history: [],
  historyBytes: 0,
  waitingText: undefined,
};

const nothing: readonly SessionEffect[] = [];
/** Characters in one text or tool result, and in all of the system prompt: a bound for memory, not one of the service. */
const longestBlock = 1024 * 1024;

/** Throws InputFault when the event is not allowed now. */
export function step(state: SessionState, event: InputEvent, rules: RuleBook): Step {
  if (event.kind === 'audioInput') return audioInput(state, event);
  switch (event.kind) {
    case 'sessionStart':
      if (state.phase !== 'new') throw invalid('sessionStart must be the first event and come once');
      if (event.endpointing && !rules.model.secondGeneration) {
        throw invalid('turnDetectionConfiguration needs a model of the second generation');
      }
      return {
        state: {
          ...state,
          phase: 'session',
          inference: event.inference,
          endpointing: event.endpointing ?? rules.behaviour.defaultEndpointing,
        },
        effects: nothing,
      };
    case 'promptStart':
      return promptStart(state, event.prompt, rules);
    case 'contentStart':
      inPrompt(state, event);
      return contentStart(state, event.contentName, event.content, rules);
    case 'textInput':
      inPrompt(state, event);
      return textInput(state, event.contentName, event.text, rules);
    case 'toolResult':
      inPrompt(state, event);
      return toolResult(state, event.contentName, event.text);
    case 'contentEnd':
      inPrompt(state, event);
      return contentEnd(state, event.contentName, rules);
    case 'promptEnd':
      inPrompt(state, event);
      if (state.open.size > 0) {
        throw new InputFault('contentsOpen', `open: ${[...state.open.keys()].join(', ')}`);
      }
      return { state: { ...state, phase: 'ended-prompt' }, effects: [{ kind: 'promptEnded' }] };
    case 'sessionEnd':
      if (state.phase === 'new') throw invalid('sessionEnd before sessionStart');
      if (state.phase === 'prompt') throw invalid('promptEnd must come before sessionEnd');
      return { state: { ...state, phase: 'ended' }, effects: [{ kind: 'sessionEnded' }] };
  }
}

function audioInput(state: SessionState, event: InputEvent & { kind: 'audioInput' }): Step {
  inPrompt(state, event);
  if (state.textOpen > 0 || state.audio === 'before') {
    throw new InputFault(
      'historyIncomplete',
      state.textOpen > 0
        ? 'audioInput while a TEXT block is open'
        : 'audioInput before the contentStart of the audio',
    );
  }
  if (event.contentName !== state.audioName) throw invalid(`no open AUDIO block "${event.contentName}"`);
  return { state, effects: [{ kind: 'audio', pcm: event.pcm }] };
}

function promptStart(state: SessionState, prompt: PromptSettings, { model }: RuleBook): Step {
  if (state.phase === 'new') throw invalid('sessionStart must come before promptStart');
  if (state.phase !== 'session') throw invalid('promptStart must come once');
  if (!model.voices.includes(prompt.voiceId)) {
    throw invalid(`unknown voiceId "${prompt.voiceId}"; this model has ${model.voices.join(', ')}`);
  }
  return {
    state: { ...state, phase: 'prompt', prompt },
    effects: [{ kind: 'promptStarted', promptName: prompt.promptName }],
  };
}

function contentStart(state: SessionState, name: string, content: InputContent, rules: RuleBook): Step {
  if (state.open.has(name)) throw invalid(`the content "${name}" is open already`);
  if (state.open.size >= rules.limits.openContents) throw invalid('too many open contents');
  const open = new Map(state.open).set(name, { content, text: '' });
  switch (content.type) {
    case 'TEXT':
      checkText(state, content, rules);
      return { state: { ...state, open, textOpen: state.textOpen + 1 }, effects: nothing };
    case 'TOOL':
      if (state.prompt?.tools.length === 0) throw invalid('a tool result in a prompt without tools');
      return { state: { ...state, open }, effects: nothing };
    case 'AUDIO':
      return audioStart(state, name, content.sampleRateHz, open);
  }
}

function audioStart(state: SessionState, name: string, rateHz: number, open: SessionState['open']): Step {
  if (state.audio !== 'before') throw invalid('there can be only one AUDIO block in a session');
  if (state.textOpen > 0)
    throw new InputFault('historyIncomplete', 'the AUDIO block starts while a TEXT block is open');
  const effects: SessionEffect[] = [
    {
      kind: 'audioStarted',
      setup: {
        systemPrompt: state.systemPrompt,
        history: state.history,
        tools: state.prompt!.tools,
        voiceId: state.prompt!.voiceId,
        outputSampleRateHz: state.prompt!.sampleRateHz,
        inputSampleRateHz: rateHz,
        endpointing: state.endpointing,
        inference: state.inference,
      },
    },
  ];
  if (state.waitingText !== undefined) effects.push({ kind: 'userText', text: state.waitingText });
  return { state: { ...state, open, audio: 'open', audioName: name, waitingText: undefined }, effects };
}

/** Is a text block of this role allowed now? */
function checkText(
  state: SessionState,
  content: { role: TextRole; interactive: boolean },
  rules: RuleBook,
): void {
  const { role, interactive } = content;
  if (role === 'SYSTEM' || role === 'SYSTEM_SPEECH') {
    if (state.history.length > 0 || state.waitingText !== undefined || state.audio !== 'before') {
      throw invalid('the system prompt must come before history and audio');
    }
    return;
  }
  if (isLive(content, state, rules.model)) {
    if (!rules.model.secondGeneration) throw invalid('live text needs a model of the second generation');
    return;
  }
  if (state.audio !== 'before') {
    throw new InputFault(
      'historyIncomplete',
      `${role} text with interactive=${interactive} after the audio started`,
    );
  }
  if (state.history.length === 0 && state.waitingText === undefined && role !== 'USER') {
    throw invalid('the first history message must have the role USER');
  }
}

function textInput(state: SessionState, name: string, text: string, { limits }: RuleBook): Step {
  const block = state.open.get(name);
  if (block?.content.type !== 'TEXT') throw invalid(`no open TEXT block "${name}"`);
  const isSystem = block.content.role.startsWith('SYSTEM');
  const bytes = Buffer.byteLength(text);
  const limit = isSystem ? limits.systemTextInputBytes : limits.textInputBytes;
  const complaint = `one textInput has ${bytes} bytes, at most ${limit} are allowed; send it in several`;
  if (bytes > limit) throw isSystem ? invalid(complaint) : new InputFault('historyTooLong', complaint);
  let { historyBytes } = state;
  if (!isSystem && state.audio === 'before') {
    historyBytes += bytes;
    if (historyBytes > limits.historyBytes) {
      throw new InputFault('historyTooLong', `more than ${limits.historyBytes} bytes of history`);
    }
  } else if (block.text.length + text.length > longestBlock) {
    throw invalid('the text of one block is too long');
  }
  return { state: { ...state, open: withText(state, name, block, text), historyBytes }, effects: nothing };
}

function toolResult(state: SessionState, name: string, text: string): Step {
  const block = state.open.get(name);
  if (block?.content.type !== 'TOOL') throw invalid(`no open TOOL block "${name}"`);
  if (block.text.length + text.length > longestBlock) throw invalid('the tool result is too long');
  return { state: { ...state, open: withText(state, name, block, text) }, effects: nothing };
}

function contentEnd(state: SessionState, name: string, rules: RuleBook): Step {
  const block = state.open.get(name);
  if (!block) throw invalid(`no open content "${name}"`);
  const open = new Map(state.open);
  open.delete(name);
  const { content, text } = block;
  switch (content.type) {
    case 'AUDIO':
      return {
        state: { ...state, open, audio: 'after', audioName: undefined },
        effects: [{ kind: 'audioEnded' }],
      };
    case 'TOOL':
      if (!isJson(text)) throw new InputFault('toolResponse', 'the toolResult content must be JSON text');
      return {
        state: { ...state, open },
        effects: [{ kind: 'toolResult', toolUseId: content.toolUseId, text }],
      };
    case 'TEXT':
      return textEnd({ ...state, open, textOpen: state.textOpen - 1 }, content, text, rules);
  }
}

function textEnd(
  state: SessionState,
  content: { role: TextRole; interactive: boolean },
  text: string,
  { behaviour, model }: RuleBook,
): Step {
  const accepted: SessionEffect = { kind: 'textAccepted', text };
  const { role } = content;
  if (role === 'SYSTEM' || role === 'SYSTEM_SPEECH') {
    const systemPrompt = state.systemPrompt ? `${state.systemPrompt}\n${text}` : text;
    if (systemPrompt.length > longestBlock) throw invalid('the system prompt is too long');
    return { state: { ...state, systemPrompt }, effects: [accepted] };
  }
  const live = isLive(content, state, model);
  if (live && state.audio !== 'before') {
    return { state, effects: [accepted, { kind: 'userText', text }] };
  }
  // Live text before the audio is history when more follows it, and a question when it stays the last.
  const earlier =
    state.waitingText === undefined
      ? state.history
      : [...state.history, { role: 'USER' as const, text: state.waitingText }];
  if (behaviour.strictHistory && earlier.at(-1)?.role === role) {
    throw invalid('two neighbouring history messages have the same role');
  }
  if (live) {
    return { state: { ...state, history: earlier, waitingText: text }, effects: [accepted] };
  }
  return {
    state: { ...state, history: [...earlier, { role, text }], waitingText: undefined },
    effects: [accepted],
  };
}

/** To a model without live text, what stands before the audio is history, however it is marked. */
const isLive = (
  content: { role: TextRole; interactive: boolean },
  state: SessionState,
  model: ModelTraits,
): boolean =>
  content.interactive && content.role === 'USER' && (model.secondGeneration || state.audio !== 'before');

function withText(state: SessionState, name: string, block: OpenBlock, text: string): SessionState['open'] {
  return new Map(state.open).set(name, { content: block.content, text: block.text + text });
}

function inPrompt(state: SessionState, event: { kind: string; promptName: string }): void {
  if (state.phase !== 'prompt') throw invalid(`${event.kind} outside of a prompt`);
  if (event.promptName !== state.prompt?.promptName)
    throw invalid(`unknown promptName "${event.promptName}"`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const invalid = (detail: string) => new InputFault('invalid', detail);
