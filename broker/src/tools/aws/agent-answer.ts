/** What an inline agent answers, read from its stream to the end, or as far as is wanted. */
import type { Attribution, InlineAgentResponseStream } from '@aws-sdk/client-bedrock-agent-runtime';
import { ToolError } from '../tool-source.ts';
import { placeOf } from './retrieved-passage.ts';

export interface AgentAnswer {
  readonly answer: string;
  /** What it has looked up. */
  readonly sources?: readonly string[];
  /** There was more. */
  readonly cut?: true;
}

const MAX_SOURCES = 5;

/** @throws {ToolError} when it has none; and what the stream throws */
export async function readAnswer(
  stream: AsyncIterable<InlineAgentResponseStream>,
  maxBytes: number,
): Promise<AgentAnswer> {
  const parts: Uint8Array[] = [];
  const sources = new Set<string>();
  let bytes = 0;
  for await (const { chunk, returnControl } of stream) {
    // It is given no actions of ours, so that only an agent of another kind would ask for one.
    if (returnControl)
      throw new ToolError('FAILED', 'The agent wants something done that cannot be done from here.');
    if (!chunk) continue;
    if (chunk.bytes) parts.push(chunk.bytes);
    for (const place of placesOf(chunk.attribution)) if (sources.size < MAX_SOURCES) sources.add(place);
    bytes += chunk.bytes?.length ?? 0;
    if (bytes > maxBytes) break;
  }
  const cut = bytes > maxBytes;
  // Characters may lie across parts.
  const text = new TextDecoder().decode(Buffer.concat(parts).subarray(0, maxBytes), { stream: cut }).trim();
  if (text === '') throw new ToolError('BAD_ANSWER', 'The agent did not answer anything.');
  return { answer: text, ...(sources.size > 0 && { sources: [...sources] }), ...(cut && { cut }) };
}

function placesOf(attribution: Attribution | undefined): string[] {
  const references = (attribution?.citations ?? []).flatMap(
    ({ retrievedReferences = [] }) => retrievedReferences,
  );
  return references.flatMap(({ location }) => (location && placeOf(location)) ?? []);
}
