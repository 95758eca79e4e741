/** Puts the tool calls of a streamed answer together from their pieces, which not every server numbers as it should. */

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text as the model wrote it; not checked. */
  readonly argumentsText: string;
}

/** A piece as it comes over the wire. */
export interface ToolCallPart {
  readonly index?: number | null;
  readonly id?: string | null;
  readonly function?: { readonly name?: string | null; readonly arguments?: unknown } | null;
}

interface Growing {
  readonly index: number | undefined;
  id: string | undefined;
  name: string;
  argumentsText: string;
}

export class ToolCallParts {
  readonly #calls: Growing[] = [];

  add(part: ToolCallPart): void {
    const call = this.#callOf(part);
    call.id ??= part.id || undefined;
    const { name, arguments: input } = part.function ?? {};
    // Some servers repeat the name in every piece.
    if (name && name !== call.name) call.name += name;
    if (typeof input === 'string') call.argumentsText += input;
    else if (input) call.argumentsText += JSON.stringify(input);
  }

  all(): ToolCall[] {
    return this.#calls.map(({ id, name, argumentsText }, at) => ({
      id: id ?? `call_${at}`,
      name,
      argumentsText,
    }));
  }

  /** By number, by id, or else the call that began last. A new id begins a new call, whatever the number says. */
  #callOf({ index, id, function: piece }: ToolCallPart): Growing {
    const last = this.#calls.at(-1);
    const numbered = typeof index === 'number';
    const found = numbered
      ? this.#calls.findLast((call) => call.index === index)
      : id
        ? this.#calls.find((call) => call.id === id)
        : last;
    const another = found && id && found.id !== undefined && found.id !== id;
    const nameless = !numbered && !id && piece?.name && last?.name;
    if (found && !another && !nameless) return found;
    const call: Growing = { index: numbered ? index : undefined, id: undefined, name: '', argumentsText: '' };
    this.#calls.push(call);
    return call;
  }
}
