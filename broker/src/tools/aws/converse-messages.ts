/** What goes to a model by Converse and comes back, as tools and calls. Pure. */
import type {
  ContentBlock,
  ConverseCommandOutput,
  Message,
  ToolConfiguration,
  ToolResultBlock,
  ToolUseBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { ToolSpec } from '../../model/voice-model.ts';
import type { ToolOutcome } from '../tool-call.ts';

export interface AgentTurn {
  /** To be sent back with the results. */
  readonly message: Message;
  readonly text: string;
  readonly calls: readonly { readonly toolUseId: string; readonly name: string; readonly input: string }[];
  readonly stopReason: ConverseCommandOutput['stopReason'];
  /** Read and written. */
  readonly tokens: number;
}

/** Undefined without tools: the service refuses an empty list. */
export function toolConfigOf(specs: readonly ToolSpec[]): ToolConfiguration | undefined {
  if (specs.length === 0) return undefined;
  return {
    tools: specs.map(({ name, description, inputSchema }) => ({
      toolSpec: { name, description, inputSchema: { json: JSON.parse(inputSchema) } },
    })),
  };
}

export function turnOf({ output, stopReason, usage }: ConverseCommandOutput): AgentTurn {
  // What the SDK does not know it cannot send back either.
  const content = (output?.message?.content ?? []).filter((block) => !('$unknown' in block));
  return {
    message: { role: 'assistant', content },
    text: spokenText(content),
    calls: content.flatMap(({ toolUse }) => (toolUse ? [callOf(toolUse)] : [])),
    stopReason,
    tokens: usage?.totalTokens ?? (usage?.inputTokens ?? 0) + (usage?.outputTokens ?? 0),
  };
}

const callOf = ({ toolUseId = '', name = '', input }: ToolUseBlock) => ({
  toolUseId,
  name,
  input: JSON.stringify(input ?? {}),
});

/** Amazon Nova thinks aloud, in a tag of its own. */
const spokenText = (content: readonly ContentBlock[]): string =>
  content
    .map(({ text }) => text ?? '')
    .join('')
    .replaceAll(/<thinking>.*?(<\/thinking>|$)/gs, '')
    .trim();

export const resultOf = (toolUseId: string, { json, code }: ToolOutcome): ToolResultBlock => ({
  toolUseId,
  content: [{ json: JSON.parse(json) }],
  status: code === undefined ? 'success' : 'error',
});
