/**
 * Cuts a stream of bytes into MQTT packets. Packets that lie within one chunk are not copied; a packet that spans
 * chunks is gathered in a buffer of exactly its size, which the sink has agreed to beforehand.
 */

export interface PacketSink {
  /** The fixed header is known. False stops the scan before anything is held for the packet. */
  header(first: number, remainingLength: number): boolean;
  /** A whole packet: `start` its first byte, `body` the first one after the fixed header. False stops the scan after it. */
  packet(first: number, buffer: Buffer, start: number, body: number, end: number): boolean;
  /** A remaining length of more than four bytes. The scan has stopped. */
  malformedLength(): void;
}

const MAX_HEADER_BYTES = 5;

export class PacketScanner {
  readonly #sink: PacketSink;
  /** The fixed header of a packet whose length is not known yet. */
  readonly #header = Buffer.allocUnsafeSlow(MAX_HEADER_BYTES);
  #headerLength = 0;
  #partial: Buffer | undefined;
  #partialBody = 0;
  #partialLength = 0;

  constructor(sink: PacketSink) {
    this.#sink = sink;
  }

  /** Bytes held for a packet that is not complete. */
  get heldBytes(): number {
    return this.#headerLength + (this.#partial?.length ?? 0);
  }

  /** Returns where it stopped: the end of the chunk, unless the sink stopped it earlier. */
  push(chunk: Buffer, from = 0): number {
    let at = from;
    const limit = chunk.length;
    if (this.#headerLength > 0 || this.#partial) {
      at = this.#resume(chunk, at);
      if (at < 0) return ~at;
    }
    while (at < limit) {
      const start = at;
      let body = at + 1;
      let length = 0;
      let shift = 0;
      for (;;) {
        if (body >= limit) {
          this.#headerLength = chunk.copy(this.#header, 0, start, limit);
          return limit;
        }
        const byte = chunk[body++]!;
        length |= (byte & 0x7f) << shift;
        if (byte < 0x80) break;
        shift += 7;
        if (shift > 21) {
          this.#sink.malformedLength();
          return body;
        }
      }
      const first = chunk[start]!;
      if (!this.#sink.header(first, length)) return body;
      const end = body + length;
      if (end > limit) {
        this.#begin(chunk.subarray(start, body), length);
        this.#partialLength += chunk.copy(this.#partial!, this.#partialLength, body, limit);
        return limit;
      }
      at = end;
      if (!this.#sink.packet(first, chunk, start, body, end)) return at;
    }
    return at;
  }

  /** Completes what earlier chunks began. Returns the next position, or its complement when the scan must stop there. */
  #resume(chunk: Buffer, from: number): number {
    let at = from;
    while (!this.#partial) {
      if (at >= chunk.length) return ~at;
      const byte = chunk[at++]!;
      this.#header[this.#headerLength++] = byte;
      if (byte >= 0x80) {
        if (this.#headerLength < MAX_HEADER_BYTES) continue;
        this.#sink.malformedLength();
        return ~at;
      }
      const header = this.#header.subarray(0, this.#headerLength);
      let length = 0;
      for (let index = 1; index < header.length; index++)
        length |= (header[index]! & 0x7f) << (7 * (index - 1));
      if (!this.#sink.header(header[0]!, length)) return ~at;
      this.#begin(header, length);
      this.#headerLength = 0;
    }
    const partial = this.#partial;
    const copied = chunk.copy(partial, this.#partialLength, at, at + partial.length - this.#partialLength);
    this.#partialLength += copied;
    at += copied;
    if (this.#partialLength < partial.length) return ~at;
    this.#partial = undefined;
    return this.#sink.packet(partial[0]!, partial, 0, this.#partialBody, partial.length) ? at : ~at;
  }

  #begin(header: Buffer, remainingLength: number): void {
    // Not from the shared pool: a slow sender would pin a whole slab of it.
    this.#partial = Buffer.allocUnsafeSlow(header.length + remainingLength);
    this.#partialLength = header.copy(this.#partial);
    this.#partialBody = header.length;
  }
}
