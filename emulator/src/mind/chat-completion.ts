/** One streamed request to an OpenAI-compatible chat completions endpoint. */
import { eventData } from './server-sent-events.ts';

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; not checked. */
  readonly argumentsText: string;
}

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

interface Delta {
  readonly content?: string | null;
  readonly tool_calls?: readonly {
    readonly index?: number;
    readonly id?: string;
    readonly function?: { readonly name?: string; readonly arguments?: string };
  }[];
}

/** Takes a base such as `http://host:1234/v1` or the full address. @throws TypeError when it is no URL. */
export function chatCompletionsUrl(address: string): URL {
  const url = new URL(address);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/chat/completions') ? path : `${path || '/v1'}/chat/completions`;
  return url;
}

/**
 * Yields the text as it comes, then returns the tools that the model wants called.
 * @throws ChatRefused for an HTTP error, other errors when the server cannot be reached or falls silent.
 */
export async function* streamChat(request: ChatRequest): AsyncGenerator<string, ToolCall[]> {
  const { url, apiKey, body, silenceMs, signal } = request;
  const silence = new AbortController();
  const fallSilent = () =>
    silence.abort(new Error(`The language model's server was silent for ${silenceMs} ms.`));
  const timer = setTimeout(fallSilent, silenceMs);
  const calls: { id: string; name: string; argumentsText: string }[] = [];
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
    if (!response.body) throw new Error("The language model's server sent nothing.");
    for await (const data of eventData(response.body)) {
      timer.refresh();
      if (data === '[DONE]') break;
      const event = JSON.parse(data) as { choices?: { delta?: Delta }[]; error?: { message?: string } };
      if (event.error)
        throw new Error(`The language model failed: ${event.error.message ?? 'no reason given'}.`);
      const delta = event.choices?.[0]?.delta;
      for (const part of delta?.tool_calls ?? []) {
        const index = part.index ?? calls.length;
        const call = (calls[index] ??= { id: part.id ?? `call_${index}`, name: '', argumentsText: '' });
        call.name += part.function?.name ?? '';
        call.argumentsText += part.function?.arguments ?? '';
      }
      if (delta?.content) yield delta.content;
    }
    return calls.filter(Boolean);
  } finally {
    clearTimeout(timer);
  }
}
