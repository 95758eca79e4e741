/** Checks a decoded or outgoing message against the bounds that devices allocate by. */
import { FIELD_BOUNDS } from './gen/schema.ts';

/** Path of the first field that breaks its bound, like `hello.firmwareName`; undefined when all keep theirs. */
export function fieldOutOfBounds(message: string, value: object, path = ''): string | undefined {
  for (const field of FIELD_BOUNDS[message] ?? []) {
    const content: unknown = (value as Record<string, unknown>)[field.name];
    if (content === undefined || content === null) continue;
    const here = path ? `${path}.${field.name}` : field.name;
    if (field.maxCount !== undefined && (content as unknown[]).length > field.maxCount) return here;
    const items = field.maxCount === undefined ? [content] : (content as unknown[]);
    for (const item of items) {
      if (field.kind === 'message') {
        const inner = fieldOutOfBounds(field.message!, item as object, here);
        if (inner) return inner;
      } else if (field.maxBytes !== undefined && byteLength(item as string | Uint8Array) > field.maxBytes) {
        return here;
      }
    }
  }
  return undefined;
}

/** Bytes that a string or bytes field may have. @throws {TypeError} for a field without such a bound. */
export function maxBytesOf(message: string, field: string): number {
  const maxBytes = FIELD_BOUNDS[message]?.find(({ name }) => name === field)?.maxBytes;
  if (maxBytes === undefined) throw new TypeError(`${message}.${field} has no bound in bytes.`);
  return maxBytes;
}

const utf8 = new TextEncoder();

export const utf8Bytes = (text: string): number => utf8.encode(text).length;

function byteLength(content: string | Uint8Array): number {
  return typeof content === 'string' ? utf8Bytes(content) : content.length;
}

/** Cuts text at a character so that its UTF-8 form keeps to the bound. */
export function clipUtf8(text: string, maxBytes: number): string {
  return splitUtf8(text, maxBytes)[0] ?? '';
}

/** Splits text into pieces of at most `maxBytes` of UTF-8, at spaces where there are some. */
export function splitUtf8(text: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (utf8.encode(rest).length > maxBytes) {
    const scratch = new Uint8Array(maxBytes);
    const { read } = utf8.encodeInto(rest, scratch);
    const space = rest.lastIndexOf(' ', read);
    const cut = space > read / 2 ? space : read;
    // Not even one character fits: there is nothing left to give.
    if (cut === 0) return pieces;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  if (rest) pieces.push(rest);
  return pieces;
}
