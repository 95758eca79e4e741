/** An agent of Amazon Bedrock that is made up for one conversation, and remembers it. */
import { InvokeInlineAgentCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { type Tool, type ToolCallOptions, type ToolSource } from '../tool-source.ts';
import { type AgentAnswer, readAnswer } from './agent-answer.ts';
import { answerOf } from './aws-failures.ts';
import { type AwsSourceOptions, neverChanges, requireTool, textOf } from './aws-source.ts';

export interface InlineAgentOptions extends AwsSourceOptions {
  readonly sessionId: string;
  readonly modelId: string;
  readonly instruction: string;
  /** It may look things up there. */
  readonly knowledgeBaseId: string | undefined;
  readonly timeoutMs: number;
  /** Of an answer; what is more is cut off. */
  readonly maxBytes: number;
}

const MAX_QUESTION_CHARS = 8000;
/** Longer than anybody is silent in a conversation; it is ended with it anyway. */
const IDLE_TTL_S = 1800;

const TOOL: Tool = {
  name: 'ask_agent',
  description:
    'Asks an assistant that thinks longer, and that remembers what it was asked in this conversation. Use it for questions that want research or several thoughts.',
  inputSchema: {
    type: 'object',
    properties: {
      question: {
        type: 'string',
        description: 'The whole question, with all that one must know to answer it.',
      },
    },
    required: ['question'],
  },
};

export class InlineAgent implements ToolSource {
  static readonly id = 'inline-agent';
  readonly id = InlineAgent.id;
  readonly prefix = 'bedrock';
  readonly isAgent = true;
  readonly onChanged = neverChanges;
  readonly timeoutMs: number;
  readonly #options: InlineAgentOptions;
  #wasAsked = false;
  /** The one before: the service takes one question of a session at a time. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(options: InlineAgentOptions) {
    this.#options = options;
    this.timeoutMs = options.timeoutMs;
  }

  async list(): Promise<readonly Tool[]> {
    return [TOOL];
  }

  async call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    { signal }: ToolCallOptions,
  ): Promise<unknown> {
    requireTool(name, TOOL.name);
    const inputText = textOf(args, 'question', MAX_QUESTION_CHARS);
    const answer = this.#before.then(() => this.#ask(inputText, signal));
    this.#before = answer.catch(() => {});
    return answer;
  }

  /** The service forgets the conversation. Only the first time. */
  async end(signal: AbortSignal): Promise<void> {
    if (!this.#wasAsked) return;
    this.#wasAsked = false;
    const { clients, log } = this.#options;
    try {
      const { completion } = await clients.agentRuntime.send(this.#command({ endSession: true }), {
        abortSignal: signal,
      });
      for await (const _part of completion ?? nothing()) if (signal.aborted) break;
    } catch (error) {
      // Left alone, it is forgotten a little later.
      log.debug({ error: (error as Error).name }, 'the session of an inline agent was not ended');
    }
  }

  async #ask(inputText: string, signal: AbortSignal): Promise<AgentAnswer> {
    const { clients, log, maxBytes } = this.#options;
    // An answer that is not read to its end would keep its connection.
    const stop = new AbortController();
    try {
      return await answerOf(
        async () => {
          const { completion } = await clients.agentRuntime.send(this.#command({ inputText }), {
            abortSignal: AbortSignal.any([signal, stop.signal]),
          });
          this.#wasAsked = true;
          return await readAnswer(completion ?? nothing(), maxBytes);
        },
        { what: 'The agent', source: this.id, signal, log },
      );
    } finally {
      stop.abort();
    }
  }

  #command(asked: { inputText?: string; endSession?: boolean }): InvokeInlineAgentCommand {
    const { sessionId, modelId, instruction, knowledgeBaseId } = this.#options;
    return new InvokeInlineAgentCommand({
      sessionId,
      foundationModel: modelId,
      instruction,
      idleSessionTTLInSeconds: IDLE_TTL_S,
      ...(knowledgeBaseId !== undefined && {
        knowledgeBases: [{ knowledgeBaseId, description: 'What is written down: products, manuals, rules.' }],
      }),
      ...asked,
    });
  }
}

async function* nothing(): AsyncGenerator<never> {}
