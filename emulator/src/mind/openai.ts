/** A mind that asks an OpenAI-compatible model, and speaks each sentence as soon as it is written. */
import type { Mind, MindStep, MindTurn, ToolSpec } from '../conversation/parts.ts';
import {
  ChatFailed,
  type ChatMessage,
  ChatRefused,
  chatCompletionsUrl,
  streamChat,
  type ToolCall,
  type WireToolCall,
} from './chat-completion.ts';
import { SentenceCutter } from './sentences.ts';

const DEFAULTS = {
  /** Most rounds of tool calls for one question. */
  mostRounds: 8,
  silenceMs: 30_000,
};

export interface OpenAiMindOptions {
  /** Such as `http://127.0.0.1:11434/v1`. */
  readonly url: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** Most time without a sign of the server. Default 30 s. */
  readonly silenceMs?: number;
  /** Told why an apology was spoken; never holds the key. */
  readonly onTrouble?: ((message: string) => void) | undefined;
}

const SPOKEN_STYLE = 'Your answer is spoken aloud: plain sentences, no markup, no lists.';

/** @throws TypeError when the address is no URL. */
export function createOpenAiMind(options: OpenAiMindOptions): Mind {
  const { model, apiKey, silenceMs = DEFAULTS.silenceMs, onTrouble } = options;
  const url = chatCompletionsUrl(options.url);

  async function* answer(turn: MindTurn): AsyncGenerator<MindStep, void, string | undefined> {
    const messages = openingMessages(turn);
    const tools = turn.tools.map(wireTool);
    for (let round = 0; round < DEFAULTS.mostRounds; round++) {
      const cutter = new SentenceCutter();
      let said = '';
      const body = { model, messages, ...(tools.length > 0 && { tools }) };
      const chat = streamChat({ url, apiKey, body, silenceMs, signal: turn.signal });
      let step = await chat.next();
      try {
        for (; !step.done; step = await chat.next()) {
          said += step.value;
          for (const text of cutter.push(step.value)) yield { kind: 'say', text };
        }
      } finally {
        if (!step.done) await chat.return([]);
      }
      for (const text of cutter.flush()) yield { kind: 'say', text };
      const calls = step.value;
      if (calls.length === 0) {
        if (round === 0 && said.trim() === '') throw new ChatFailed('The language model answered nothing.');
        return;
      }
      messages.push({ role: 'assistant', content: said || null, tool_calls: calls.map(wireCall) });
      for (const call of calls) {
        const input = readCall(call, turn.tools);
        const content =
          'error' in input
            ? JSON.stringify(input)
            : ((yield { kind: 'call', toolName: call.name, input: input.input }) ??
              '{"error":"The call was cancelled."}');
        if (turn.signal.aborted) return;
        messages.push({ role: 'tool', tool_call_id: call.id, content });
      }
    }
    throw new Error(`The language model called tools ${DEFAULTS.mostRounds} times without an answer.`);
  }

  return {
    async *reply(turn) {
      try {
        yield* answer(turn);
      } catch (error) {
        if (turn.signal.aborted) return;
        const { message, cause } = error as Error;
        onTrouble?.(cause instanceof Error ? `${message} (${cause.message})` : message);
        yield { kind: 'say', text: apology(error) };
      }
    },
  };
}

function openingMessages({ systemPrompt, history }: MindTurn): ChatMessage[] {
  return [
    { role: 'system', content: systemPrompt ? `${systemPrompt}\n\n${SPOKEN_STYLE}` : SPOKEN_STYLE },
    ...history.map(({ role, text }) => ({
      role: role === 'USER' ? ('user' as const) : ('assistant' as const),
      content: text,
    })),
  ];
}

const wireTool = ({ name, description, inputSchema }: ToolSpec) => ({
  type: 'function',
  function: { name, description, parameters: inputSchema ?? { type: 'object', properties: {} } },
});

const wireCall = ({ id, name, argumentsText }: ToolCall): WireToolCall => ({
  id,
  type: 'function',
  function: { name, arguments: argumentsText || '{}' },
});

/** The call's input, or an error that is told to the model, which may do better next time. */
function readCall(
  { name, argumentsText }: ToolCall,
  tools: readonly ToolSpec[],
): { input: Record<string, unknown> } | { error: string } {
  if (!tools.some((tool) => tool.name === name)) return { error: `There is no tool named ${name}.` };
  try {
    const input: unknown = JSON.parse(argumentsText || '{}');
    if (input && typeof input === 'object' && !Array.isArray(input))
      return { input: input as Record<string, unknown> };
  } catch {
    // Told below, as any other input that is not an object.
  }
  return { error: 'The arguments must be one JSON object.' };
}

function apology(error: unknown): string {
  if (error instanceof ChatRefused) {
    if (error.status === 401 || error.status === 403)
      return 'I am sorry, my language model did not accept its key.';
    if (error.status === 404)
      return 'I am sorry, my language model was not found. Please check its address and name.';
    if (error.status === 429)
      return 'I am sorry, my language model is too busy. Please try again in a moment.';
    return 'I am sorry, my language model could not answer that.';
  }
  if (error instanceof ChatFailed) return 'I am sorry, my language model could not answer that.';
  return 'I am sorry, I cannot reach my language model.';
}
