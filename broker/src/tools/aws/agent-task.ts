/**
 * One task of the agent: a model plans, calls tools, looks at what they answer, and goes on until it has an answer. Its
 * steps, its tokens and its time are bounded; when one of them runs out it is asked once for what it knows, without
 * tools.
 */
import type {
  ConverseCommandInput,
  ConverseCommandOutput,
  Message,
  ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime';
import type { Clock } from '../../clock.ts';
import type { SiblingTools } from '../sibling-tools.ts';
import { type ToolCallOptions, ToolError } from '../tool-source.ts';
import { type AgentTurn, resultOf, toolConfigOf, turnOf } from './converse-messages.ts';

export interface AgentTaskLimits {
  readonly maxSteps: number;
  /** Read and written, of all steps together. */
  readonly maxTokens: number;
  /** Of the whole task; whoever called it ends it then. */
  readonly timeoutMs: number;
}

export interface AgentTaskOptions {
  readonly modelId: string;
  readonly instruction: string;
  readonly limits: AgentTaskLimits;
  readonly tools: SiblingTools;
  /** @throws {ToolError} */
  readonly converse: (input: ConverseCommandInput) => Promise<ConverseCommandOutput>;
  readonly clock: Clock;
}

export interface AgentTaskResult {
  readonly answer: string;
  readonly steps: number;
  readonly calls: number;
  readonly tokens: number;
  /** What ran out. */
  readonly cutShort: 'steps' | 'tokens' | 'time' | 'model' | undefined;
}

/** After this part of its time no tool is called any more. */
const TOOLS_SHARE = 0.75;
const MAX_ANSWER_TOKENS = 1024;
const TEMPERATURE = 0;
/** Of what was done, when it is told as text; the newest counts. */
const MAX_DONE_CHARS = 24_000;
/** What such a turn holds is of no use. */
const BROKEN: ReadonlySet<string | undefined> = new Set([
  'malformed_model_output',
  'malformed_tool_use',
  'model_context_window_exceeded',
]);
const REFUSALS: ReadonlySet<string | undefined> = new Set(['guardrail_intervened', 'content_filtered']);

export class AgentTask {
  readonly #options: AgentTaskOptions;
  readonly #messages: Message[] = [];
  /** Calls and what they answered, in words. */
  readonly #done: string[] = [];
  #steps = 0;
  #calls = 0;
  #tokens = 0;

  constructor(options: AgentTaskOptions) {
    this.#options = options;
  }

  /** @throws {ToolError} */
  async run(task: string, { signal, onProgress }: ToolCallOptions): Promise<AgentTaskResult> {
    const { limits, clock } = this.#options;
    const stopTools = new AbortController();
    const cancel = clock.after(limits.timeoutMs * TOOLS_SHARE, () => stopTools.abort());
    this.#messages.push({ role: 'user', content: [{ text: task }] });
    // The same to the end: a request with results of tools that offers none is refused.
    const toolConfig = toolConfigOf(this.#options.tools.specs());
    try {
      for (;;) {
        onProgress?.({ progress: this.#steps, total: limits.maxSteps });
        const turn = await this.#ask(this.#messages, toolConfig);
        if (REFUSALS.has(turn.stopReason)) throw new ToolError('FAILED', 'The agent may not answer that.');
        if (isAnswer(turn))
          return this.#over(turn.text, turn.stopReason === 'max_tokens' ? 'model' : undefined);
        const cutShort = this.#hasRunOut(turn, stopTools.signal);
        if (!cutShort) await this.#act(turn, AbortSignal.any([signal, stopTools.signal]));
        if (signal.aborted) throw new ToolError('CANCELLED', 'The call was cancelled.');
        // The last step was for this.
        const after = cutShort ?? (stopTools.signal.aborted ? 'time' : undefined);
        if (after) return await this.#wrapUp(task, after);
      }
    } finally {
      cancel();
    }
  }

  #hasRunOut(turn: AgentTurn, late: AbortSignal): AgentTaskResult['cutShort'] {
    const { maxSteps, maxTokens } = this.#options.limits;
    if (turn.calls.length === 0 || BROKEN.has(turn.stopReason)) return 'model';
    if (late.aborted) return 'time';
    if (this.#tokens >= maxTokens) return 'tokens';
    return this.#steps >= maxSteps ? 'steps' : undefined;
  }

  async #act({ message, calls }: AgentTurn, signal: AbortSignal): Promise<void> {
    const { tools } = this.#options;
    this.#calls += calls.length;
    const results = await Promise.all(
      calls.map(async ({ toolUseId, name, input }) => {
        const outcome = await tools.call(name, input, signal);
        this.#done.push(`${name} ${input}: ${outcome.json}`);
        return { toolResult: resultOf(toolUseId, outcome) };
      }),
    );
    this.#messages.push(message, { role: 'user', content: results });
  }

  /**
   * What was done is told as text: the service refuses calls and results of tools in a request that offers none, and a
   * model that is offered some may go on calling them.
   */
  async #wrapUp(task: string, cutShort: AgentTaskResult['cutShort']): Promise<AgentTaskResult> {
    const done = this.#done.join('\n').slice(-MAX_DONE_CHARS).toWellFormed();
    const text = `${task}\n\nThis was done for it so far:\n${done || 'Nothing.'}\n\nNothing more can be done. Answer with what is known, and say what is missing.`;
    const turn = await this.#ask([{ role: 'user', content: [{ text }] }]);
    if (turn.text === '') throw new ToolError('FAILED', 'The agent came to no answer.');
    return this.#over(turn.text, cutShort);
  }

  async #ask(messages: readonly Message[], toolConfig?: ToolConfiguration): Promise<AgentTurn> {
    const { converse, modelId, instruction } = this.#options;
    const output = await converse({
      modelId,
      messages: [...messages],
      system: [{ text: instruction }],
      inferenceConfig: { maxTokens: MAX_ANSWER_TOKENS, temperature: TEMPERATURE },
      ...(toolConfig && { toolConfig }),
    });
    this.#steps++;
    const turn = turnOf(output);
    this.#tokens += turn.tokens;
    return turn;
  }

  #over(answer: string, cutShort: AgentTaskResult['cutShort']): AgentTaskResult {
    return { answer, steps: this.#steps, calls: this.#calls, tokens: this.#tokens, cutShort };
  }
}

const isAnswer = ({ stopReason, text }: AgentTurn): boolean =>
  stopReason !== 'tool_use' && !BROKEN.has(stopReason) && text !== '';
