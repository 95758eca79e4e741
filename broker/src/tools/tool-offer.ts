/** Which tools of which sources a model is offered, and under which names. Pure. */
import type { ToolSpec } from '../model/voice-model.ts';
import { reducedSchema, shortened } from './reduced-schema.ts';
import type { Tool } from './tool-source.ts';

export interface ListedSource {
  readonly id: string;
  readonly prefix: string;
  readonly tools: readonly Tool[];
}

export interface OfferLimits {
  /** More tools than these make a model slow, and unsure. */
  readonly maxTools: number;
  /** Of all of them together, as the model gets them. */
  readonly maxBytes: number;
}

export interface OfferedTool {
  readonly sourceId: string;
  /** As its source calls it. */
  readonly name: string;
  readonly spec: ToolSpec;
}

export interface ToolOffer {
  readonly tools: readonly OfferedTool[];
  /** Those left out, by source. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Amazon Bedrock: letters, digits, `_` and `-`, at most 64. */
const MAX_NAME = 64;
const MAX_DESCRIPTION = 400;

/**
 * In the order of the sources, and of each source's list; what is beyond the limits is left out, the last first. A name
 * that another tool has already gets its source's prefix, and a number when that does not help.
 */
export function offerTools(sources: readonly ListedSource[], limits: OfferLimits): ToolOffer {
  const tools: OfferedTool[] = [];
  const leftOut = new Map<string, number>();
  const names = new Set<string>();
  const repeated = repeatedNames(sources);
  let bytes = 0;
  let isFull = false;
  for (const { id, prefix, tools: listed } of sources) {
    for (const [place, tool] of listed.entries()) {
      const bare = validName(tool.name);
      const name = freeName(repeated.has(bare) ? validName(`${prefix}_${bare}`) : bare, names);
      const spec = specOf(name, tool);
      bytes += Buffer.byteLength(spec.name + spec.description + spec.inputSchema);
      isFull ||= tools.length >= limits.maxTools || bytes > limits.maxBytes;
      if (isFull) {
        leftOut.set(id, listed.length - place);
        break;
      }
      names.add(name);
      tools.push({ sourceId: id, name: tool.name, spec });
    }
  }
  return { tools, leftOut };
}

function specOf(name: string, { description, inputSchema }: Tool): ToolSpec {
  return {
    name,
    // The service refuses one that is empty.
    description: shortened(description, MAX_DESCRIPTION) || name.replaceAll(/[_-]+/g, ' '),
    inputSchema: JSON.stringify(reducedSchema(inputSchema)),
  };
}

/** Of more than one source: then all of them are told apart. */
function repeatedNames(sources: readonly ListedSource[]): ReadonlySet<string> {
  const owners = new Map<string, string>();
  const repeated = new Set<string>();
  for (const { id, tools } of sources) {
    for (const { name } of tools) {
      const valid = validName(name);
      const owner = owners.get(valid);
      if (owner !== undefined && owner !== id) repeated.add(valid);
      owners.set(valid, id);
    }
  }
  return repeated;
}

function validName(name: string): string {
  const valid = name
    .normalize('NFKD')
    .replaceAll(/[^a-zA-Z0-9_-]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return (valid || 'tool').slice(0, MAX_NAME);
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) {
    const numbered = `${name.slice(0, MAX_NAME - String(n).length - 1)}_${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}
