/** One streamed request to an OpenAI-compatible chat completions endpoint. */
import { eventData } from './server-sent-events.ts';
import { ThoughtFilter } from './thoughts.ts';
import { type ToolCall, type ToolCallPart, ToolCallParts } from './tool-call-parts.ts';

export type { ToolCall };

export type ChatMessage =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string | null; tool_calls?: readonly WireToolCall[] }
  | { role: 'tool'; tool_call_id: string; content: string };

export interface WireToolCall {
  readonly id: string;
  readonly type: 'function';
  readonly function: { readonly name: string; readonly arguments: string };
}

export interface ChatRequest {
  readonly url: URL;
  readonly apiKey: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Most time without a sign of the server. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

/** The endpoint refused: `status` is HTTP's. */
export class ChatRefused extends Error {
  readonly status: number;
  constructor(status: number, detail: string) {
    super(`The language model's server answered ${status}${detail ? `: ${detail}` : ''}.`);
    this.status = status;
  }
}

/** The endpoint answered, but not with what was asked for. */
export class ChatFailed extends Error {
  override readonly name = 'ChatFailed';
}

interface Delta {
  readonly content?: unknown;
  readonly tool_calls?: readonly ToolCallPart[] | null;
}

interface ChatEvent {
  readonly choices?: readonly { readonly delta?: Delta; readonly message?: Delta }[];
  readonly error?: unknown;
}

/** Most of an answer that comes in one piece. */
const LONGEST_ANSWER = 1 << 20;

/** Takes a base such as `http://host:1234/v1` or the full address. @throws TypeError when it is no URL. */
export function chatCompletionsUrl(address: string): URL {
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/chat/completions') ? path : `${path || '/v1'}/chat/completions`;
  return url;
}

/**
 * Yields the text as it comes, without the model's thoughts, then returns the tools that the model wants called.
 * @throws ChatRefused for an HTTP error, ChatFailed for an answer that is none, other errors when the server cannot be
 * reached or falls silent.
 */
export async function* streamChat(request: ChatRequest): AsyncGenerator<string, ToolCall[]> {
  const { url, apiKey, body, silenceMs, signal } = request;
  const silence = new AbortController();
  const fallSilent = () =>
    silence.abort(new Error(`The language model's server was silent for ${silenceMs} ms.`));
  const timer = setTimeout(fallSilent, silenceMs);
  const calls = new ToolCallParts();
  const thoughts = new ThoughtFilter();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ ...body, stream: true }),
      signal: AbortSignal.any([signal, silence.signal]),
    });
    if (!response.ok) throw new ChatRefused(response.status, (await response.text()).slice(0, 300));
    if (!response.body) throw new ChatFailed("The language model's server sent nothing.");
    // A server that cannot stream sends the answer as one document.
    const whole = /\bjson\b/.test(response.headers.get('content-type') ?? '');
    const bytes = signsOfLife(response.body, () => timer.refresh());
    for await (const data of whole ? wholeText(bytes) : eventData(bytes)) {
      if (data === '[DONE]') break;
      if (data.trim() === '') continue;
      const delta = readEvent(data);
      for (const part of delta?.tool_calls ?? []) calls.add(part);
      const text = thoughts.push(textOf(delta?.content));
      if (text) yield text;
    }
    const rest = thoughts.flush();
    if (rest) yield rest;
    return calls.all();
  } finally {
    clearTimeout(timer);
  }
}

/** Comments that only keep the connection alive count as well. */
async function* signsOfLife(
  body: AsyncIterable<Uint8Array>,
  onBytes: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    onBytes();
    yield chunk;
  }
}

async function* wholeText(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LONGEST_ANSWER) throw new ChatFailed('The server sent an answer without end.');
    chunks.push(chunk);
  }
  yield Buffer.concat(chunks).toString('utf8');
}

function readEvent(data: string): Delta | undefined {
  let event: ChatEvent | null;
  try {
    event = JSON.parse(data) as ChatEvent | null;
  } catch (cause) {
    throw new ChatFailed(`The language model's server sent no JSON: ${data.slice(0, 100)}`, { cause });
  }
  if (event?.error) throw new ChatFailed(`The language model failed: ${reasonOf(event.error)}.`);
  const choice = event?.choices?.[0];
  return choice?.delta ?? choice?.message;
}

function reasonOf(error: unknown): string {
  if (typeof error === 'string') return error.slice(0, 300);
  const { message } = error as { message?: unknown };
  return typeof message === 'string' ? message.slice(0, 300) : 'no reason given';
}

/** Content is a text, or a list of parts of which some are texts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { text?: unknown } | null) => (typeof part?.text === 'string' ? part.text : ''))
    .join('');
}
