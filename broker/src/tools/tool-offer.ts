/** Which tools of which sources a model is offered, and under which names. Pure. */
import type { ToolSpec } from '../model/voice-model.ts';
import { type DescribedTool, MAX_NAME, validName } from './described-tool.ts';

export interface ListedSource {
  readonly id: string;
  readonly prefix: string;
  readonly tools: readonly DescribedTool[];
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

/**
 * In the order of the sources, and of each source's list; what is beyond the limits is left out, the last first, and a
 * tool that is too large for the room that is left makes way for smaller ones. A name that another tool has already gets
 * its source's prefix, and a number when that does not help.
 */
export function offerTools(sources: readonly ListedSource[], limits: OfferLimits): ToolOffer {
  const tools: OfferedTool[] = [];
  const leftOut = new Map<string, number>();
  const names = new Set<string>();
  const repeated = repeatedNames(sources);
  let bytes = 0;
  for (const { id, prefix, tools: listed } of sources) {
    let missing = listed.length;
    for (const tool of listed) {
      if (tools.length >= limits.maxTools) break;
      const bare = tool.validName;
      const spec = specOf(freeName(repeated.has(bare) ? validName(`${prefix}_${bare}`) : bare, names), tool);
      const size = Buffer.byteLength(spec.name + spec.description + spec.inputSchema);
      if (bytes + size > limits.maxBytes) continue;
      bytes += size;
      missing--;
      names.add(spec.name);
      tools.push({ sourceId: id, name: tool.name, spec });
    }
    if (missing > 0) leftOut.set(id, missing);
  }
  return { tools, leftOut };
}

const specOf = (name: string, { description, inputSchema }: DescribedTool): ToolSpec => ({
  name,
  // The service refuses one that is empty.
  description: description || name.replaceAll(/[_-]+/g, ' '),
  inputSchema,
});

/** Of more than one source: then all of them are told apart. */
function repeatedNames(sources: readonly ListedSource[]): ReadonlySet<string> {
  const owners = new Map<string, string>();
  const repeated = new Set<string>();
  for (const { id, tools } of sources) {
    for (const { validName: name } of tools) {
      const owner = owners.get(name);
      if (owner !== undefined && owner !== id) repeated.add(name);
      owners.set(name, id);
    }
  }
  return repeated;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let n = 2; ; n++) {
    const numbered = `${name.slice(0, MAX_NAME - String(n).length - 1)}_${n}`;
    if (!taken.has(numbered)) return numbered;
  }
}
