/**
 * Strings, topic names and topic filters of MQTT 3.1.1 (sections 1.5.3 and 4.7), checked in place.
 * Control characters and non-characters may be refused, and are.
 */

const isNonCharacter = (code: number): boolean =>
  (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;

/** Well-formed UTF-8 without U+0000, surrogates, control characters and non-characters [MQTT-1.5.3-1, -2]. */
export function isMqttText(buffer: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const lead = buffer[at++]!;
    if (lead < 0x80) {
      if (lead < 0x20 || lead === 0x7f) return false;
      continue;
    }
    // Leads below 0xc2 are continuations or overlong; above 0xf4 they pass U+10FFFF.
    if (lead < 0xc2 || lead > 0xf4) return false;
    const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (at + more > end) return false;
    let code = lead & (0x3f >> more);
    for (let index = 0; index < more; index++) {
      const next = buffer[at++]!;
      if ((next & 0xc0) !== 0x80) return false;
      code = (code << 6) | (next & 0x3f);
    }
    if (more === 1 && code < 0xa0) return false;
    if (more === 2 && (code < 0x800 || (code >= 0xd800 && code <= 0xdfff))) return false;
    if (more === 3 && (code < 0x10000 || code > 0x10ffff)) return false;
    if (isNonCharacter(code)) return false;
  }
  return true;
}

const PLUS = 0x2b;
const HASH = 0x23;
const SLASH = 0x2f;

/** Not empty and without wildcards [MQTT-4.7.3-1, MQTT-3.3.2-2]. */
export function isTopicName(buffer: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  for (let at = start; at < end; at++) if (buffer[at] === PLUS || buffer[at] === HASH) return false;
  return isMqttText(buffer, start, end);
}

/** Not empty; `#` only as the whole last level, `+` only as a whole level [MQTT-4.7.1-2, -3]. */
export function isTopicFilter(buffer: Uint8Array, start: number, end: number): boolean {
  if (start >= end) return false;
  for (let at = start; at < end; at++) {
    const byte = buffer[at];
    if (byte !== PLUS && byte !== HASH) continue;
    if (at > start && buffer[at - 1] !== SLASH) return false;
    if (byte === HASH ? at + 1 !== end : at + 1 < end && buffer[at + 1] !== SLASH) return false;
  }
  return isMqttText(buffer, start, end);
}
