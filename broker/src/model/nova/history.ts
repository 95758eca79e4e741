/** Brings what was said before into the shape that Nova Sonic takes, whatever it is given. Pure. */
import type { HistoryMessage } from '../voice-model.ts';

/** One message may have this part of all the room, so that some more than the last one is left. */
const LARGEST_PART = 1 / 4;

const utf8 = new TextEncoder();
const byteLength = (text: string): number => utf8.encode(text).length;

/**
 * The user's message comes first, roles alternate (neighbours of one role become one message), none is empty, and all
 * together are at most `maxBytes` of UTF-8: the newest stay, and of a very long one its end.
 */
export function shapeHistory(messages: readonly HistoryMessage[], maxBytes: number): HistoryMessage[] {
  const kept: HistoryMessage[] = [];
  let leftBytes = maxBytes;
  for (const { role, text } of merged(messages).toReversed()) {
    const clipped = tailUtf8(text, maxBytes * LARGEST_PART);
    leftBytes -= byteLength(clipped);
    if (leftBytes < 0) break;
    if (clipped) kept.push({ role, text: clipped });
  }
  if (kept.at(-1)?.role === 'assistant') kept.pop();
  return kept.toReversed();
}

function merged(messages: readonly HistoryMessage[]): HistoryMessage[] {
  const result: HistoryMessage[] = [];
  for (const message of messages) {
    const text = message.text.trim();
    if (!text) continue;
    const last = result.at(-1);
    if (last?.role === message.role) result[result.length - 1] = { ...last, text: `${last.text}\n${text}` };
    else result.push({ role: message.role, text });
  }
  return result;
}

/** The end of a text, from the beginning of a word where there is one near. */
function tailUtf8(text: string, maxBytes: number): string {
  const bytes = utf8.encode(text);
  if (bytes.length <= maxBytes) return text;
  let start = Math.ceil(bytes.length - maxBytes);
  // Not in the middle of a character: its later bytes are 10xxxxxx.
  while (start < bytes.length && (bytes[start]! & 0xc0) === 0x80) start += 1;
  const tail = new TextDecoder().decode(bytes.subarray(start));
  return tail.slice(tail.search(/\s/) + 1).trim() || tail;
}

/** Pieces of at most `maxBytes` of UTF-8 that make up the whole text again, cut after spaces where there are some. */
export function textPieces(text: string, maxBytes: number): string[] {
  const pieces: string[] = [];
  const scratch = new Uint8Array(maxBytes);
  let rest = text;
  while (rest) {
    const { read } = utf8.encodeInto(rest, scratch);
    const space = rest.lastIndexOf(' ', read - 1) + 1;
    const cut = read === rest.length || space <= read / 2 ? read : space;
    pieces.push(rest.slice(0, cut));
    rest = rest.slice(cut);
  }
  return pieces;
}
