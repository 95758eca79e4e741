/** A tool as a model may be told of it, however its source speaks of it; only its name is not settled yet. */
import { type ReadingAllowance, reducedSchema, shortened } from './reduced-schema.ts';
import type { Tool } from './tool-source.ts';

export interface DescribedTool {
  /** As its source calls it. */
  readonly name: string;
  /** As a model may call it, if nobody else has that name. */
  readonly validName: string;
  /** Empty where its source says nothing of it. */
  readonly description: string;
  /** JSON text of at most 4096 bytes. */
  readonly inputSchema: string;
}

/** Amazon Bedrock: letters, digits, `_` and `-`, at most 64. */
export const MAX_NAME = 64;
const MAX_DESCRIPTION = 400;
/** Of one list. 200 tools with a dozen arguments each want some thousands; what is beyond is told by names and types. */
const MAX_SCHEMAS_READ = 16_384;

/** Conversations share the lists of a server: each is read once. */
const KNOWN = new WeakMap<readonly Tool[], readonly DescribedTool[]>();

/** Those that are for a model. Never throws; what it costs is bounded, whatever the source says. */
export function describedTools(tools: readonly Tool[]): readonly DescribedTool[] {
  let described = KNOWN.get(tools);
  if (!described) {
    const allowance = { schemas: MAX_SCHEMAS_READ };
    described = tools
      .filter(({ audience }) => audience !== 'user')
      .map((tool) => describedTool(tool, allowance));
    KNOWN.set(tools, described);
  }
  return described;
}

const describedTool = (
  { name, description, inputSchema }: Tool,
  allowance: ReadingAllowance,
): DescribedTool => ({
  name,
  validName: validName(name),
  description: shortened(description, MAX_DESCRIPTION),
  inputSchema: JSON.stringify(reducedSchema(inputSchema, allowance)),
});

export function validName(name: string): string {
  const valid = name
    // One character may become eighteen, and what is beyond is cut anyway.
    .slice(0, 2 * MAX_NAME)
    .normalize('NFKD')
    .replaceAll(/[^a-zA-Z0-9_-]+/g, '_')
    .slice(0, 2 * MAX_NAME)
    .replaceAll(/^_+|_+$/g, '');
  return (valid || 'tool').slice(0, MAX_NAME);
}
