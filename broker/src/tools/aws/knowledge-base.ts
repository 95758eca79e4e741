/** Look-ups in a knowledge base of Amazon Bedrock. */
import { RetrieveCommand } from '@aws-sdk/client-bedrock-agent-runtime';
import { type Tool, type ToolCallOptions, ToolError, type ToolSource } from '../tool-source.ts';
import { answerOf } from './aws-failures.ts';
import { type AwsSourceOptions, neverChanges, requireTool, textOf } from './aws-source.ts';
import { type Passage, passageOf } from './retrieved-passage.ts';

export interface KnowledgeBaseOptions extends AwsSourceOptions {
  readonly knowledgeBaseId: string;
  /** Passages that are asked for when the model does not say how many. */
  readonly results: number;
  /** Of all passages together, as JSON in UTF-8; those that are beyond are left out, the worst first. */
  readonly maxBytes: number;
}

/** The service's own limit of a query. */
const MAX_QUERY_CHARS = 1000;
const MAX_RESULTS = 25;

const TOOL: Tool = {
  name: 'search_knowledge',
  description:
    'Searches the knowledge base for passages that answer a question. Use it before you answer questions about products, manuals, rules or anything else that may be written down there.',
  inputSchema: {
    type: 'object',
    properties: {
      query: { type: 'string', description: 'What to look for, as a question or in keywords.' },
      results: {
        type: 'integer',
        minimum: 1,
        maximum: MAX_RESULTS,
        description: 'How many passages at most.',
      },
    },
    required: ['query'],
  },
};

export class KnowledgeBase implements ToolSource {
  static readonly id = 'knowledge-base';
  readonly id = KnowledgeBase.id;
  readonly prefix = 'knowledge';
  readonly onChanged = neverChanges;
  readonly #options: KnowledgeBaseOptions;

  constructor(options: KnowledgeBaseOptions) {
    this.#options = options;
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
    const { clients, log, knowledgeBaseId, maxBytes } = this.#options;
    const text = textOf(args, 'query', MAX_QUERY_CHARS);
    const command = new RetrieveCommand({
      knowledgeBaseId,
      retrievalQuery: { text },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: this.#countOf(args) } },
    });
    const { retrievalResults = [], guardrailAction } = await answerOf(
      async () => clients.agentRuntime.send(command, { abortSignal: signal }),
      { what: 'The knowledge base', source: this.id, signal, log },
    );
    if (guardrailAction === 'INTERVENED')
      throw new ToolError('FAILED', 'The knowledge base may not answer that.');
    if (retrievalResults.length === 0) return { passages: [], note: 'Nothing was found.' };
    return fitting(retrievalResults.map(passageOf), maxBytes);
  }

  #countOf({ results }: Readonly<Record<string, unknown>>): number {
    const wanted = Math.round(Number(results));
    return wanted >= 1 ? Math.min(wanted, MAX_RESULTS) : this.#options.results;
  }
}

/** The best come first; one at least, cut if it must be. */
function fitting(all: readonly Passage[], maxBytes: number): object {
  const passages: Passage[] = [];
  // The frame, and the number of those that are left out.
  let left = maxBytes - 64;
  for (const passage of all) {
    const bytes = Buffer.byteLength(JSON.stringify(passage)) + 1;
    if (bytes > left) break;
    left -= bytes;
    passages.push(passage);
  }
  const [first] = all;
  // In JSON a character has six bytes at most.
  if (first && passages.length === 0) passages.push({ text: first.text.slice(0, Math.max(0, left / 6)) });
  const leftOut = all.length - passages.length;
  return { passages, ...(leftOut > 0 && { leftOut }) };
}
