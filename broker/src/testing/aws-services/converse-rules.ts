/** What the Converse API refuses of a list of messages, with its own words. Only what an agent can do wrong. */
type Block = { toolUse?: { toolUseId: string }; toolResult?: { toolUseId: string } };

export interface ConverseBody {
  readonly messages?: readonly { readonly role: string; readonly content: readonly Block[] }[];
  readonly toolConfig?: { readonly tools: readonly unknown[] };
}

export function converseProblem({ messages = [], toolConfig }: ConverseBody): string | undefined {
  if (messages[0]?.role !== 'user') return 'A conversation must start with a user message.';
  for (const [at, { role, content }] of messages.entries()) {
    if (role !== (at % 2 === 0 ? 'user' : 'assistant'))
      return 'A conversation must alternate between user and assistant roles.';
    if (content.length === 0) return `The content field in the Message object at messages.${at} is empty.`;
    const asked = idsOf(messages[at - 1]?.content ?? [], 'toolUse');
    const answered = idsOf(content, 'toolResult');
    if (asked.join() !== answered.join())
      return `Expected toolResult blocks at messages.${at}.content for the following Ids: ${asked.join()}`;
  }
  const hasTools = messages.some(({ content }) => content.some((block) => block.toolUse ?? block.toolResult));
  if (hasTools && !toolConfig)
    return 'The toolConfig field must be defined when using toolUse and toolResult content blocks.';
  if (toolConfig?.tools.length === 0) return 'toolConfig.tools must have length greater than or equal to 1.';
  return undefined;
}

const idsOf = (content: readonly Block[], kind: 'toolUse' | 'toolResult'): string[] =>
  content.flatMap((block) => block[kind]?.toolUseId ?? []).sort();
