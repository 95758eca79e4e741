/** An agent that works with the other tools of the conversation, on a model of Amazon Bedrock. */
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import type { Clock } from '../../clock.ts';
import type { Figures } from '../../telemetry/figures.ts';
import type { SiblingTools } from '../sibling-tools.ts';
import type { Tool, ToolCallOptions, ToolSource } from '../tool-source.ts';
import { AgentTask, type AgentTaskLimits } from './agent-task.ts';
import { answerOf } from './aws-failures.ts';
import { type AwsSourceOptions, neverChanges, requireTool, textOf } from './aws-source.ts';

export interface AgentLoopOptions extends AwsSourceOptions {
  readonly modelId: string;
  readonly instruction: string;
  readonly limits: AgentTaskLimits;
  readonly tools: SiblingTools;
  readonly clock: Clock;
  readonly figures: Figures;
}

const MAX_TASK_CHARS = 8000;

const TOOL: Tool = {
  name: 'delegate_task',
  description:
    'Gives a task to an assistant that plans it, uses the other tools in several steps, and answers when it is done. Use it for what takes more than two calls of tools, or wants results compared; for anything else call the tools yourself.',
  inputSchema: {
    type: 'object',
    properties: {
      task: { type: 'string', description: 'The whole task, with all that one must know to do it.' },
    },
    required: ['task'],
  },
};

export class AgentLoop implements ToolSource {
  static readonly id = 'agent';
  readonly id = AgentLoop.id;
  readonly prefix = 'agent';
  readonly isAgent = true;
  readonly onChanged = neverChanges;
  readonly timeoutMs: number;
  readonly #options: AgentLoopOptions;

  constructor(options: AgentLoopOptions) {
    this.#options = options;
    this.timeoutMs = options.limits.timeoutMs;
  }

  async list(): Promise<readonly Tool[]> {
    return [TOOL];
  }

  async call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    options: ToolCallOptions,
  ): Promise<unknown> {
    requireTool(name, TOOL.name);
    const { clients, log, figures } = this.#options;
    const { signal } = options;
    const task = new AgentTask({
      ...this.#options,
      converse: async (input) => {
        const output = await answerOf(
          async () => clients.runtime.send(new ConverseCommand(input), { abortSignal: signal }),
          { what: 'The agent', source: this.id, signal, log },
        );
        figures.count('tools_agent_steps_total');
        figures.count('tools_agent_tokens_total', output.usage?.totalTokens ?? 0);
        return output;
      },
    });
    const { answer, ...spent } = await task.run(textOf(args, 'task', MAX_TASK_CHARS), options);
    figures.count('tools_agent_tasks_total');
    log.info({ source: this.id, ...spent }, 'a task of the agent is done');
    return { answer, ...(spent.cutShort && { note: 'It is not complete.' }) };
  }
}
