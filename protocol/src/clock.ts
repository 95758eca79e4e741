/** Times on the wire are monotonic milliseconds modulo 2^32; these are the only ways to compare them. */

/** Milliseconds of a monotonic clock, as they go into a message. */
export const toWireTime = (monotonicMs: number): number => Math.floor(monotonicMs) >>> 0;

/** `later - earlier` in milliseconds, right across the wrap, for spans below 24 days. */
export const wireTimeDifference = (later: number, earlier: number): number => (later - earlier) | 0;

/** Difference of two sequence numbers, right across the wrap. */
export const sequenceDifference = wireTimeDifference;

export interface ClockSample {
  /** Add it to a local wire time to get the peer's. */
  readonly offsetMs: number;
  readonly roundTripMs: number;
}

/**
 * Clock offset from one ping (RFC 5905, section 8): the local time of sending and of receiving the answer, and the
 * peer's times of receiving and answering.
 */
export function clockSample(
  originMs: number,
  peerReceiveMs: number,
  peerTransmitMs: number,
  destinationMs: number,
): ClockSample {
  const there = wireTimeDifference(peerReceiveMs, originMs);
  const back = wireTimeDifference(peerTransmitMs, destinationMs);
  const held = wireTimeDifference(peerTransmitMs, peerReceiveMs);
  return {
    offsetMs: (there + back) / 2,
    roundTripMs: Math.max(0, wireTimeDifference(destinationMs, originMs) - held),
  };
}
