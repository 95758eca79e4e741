/** Whole MQTT PUBLISH packets made by hand: the downlink needs three kinds, and one of them fifty times a second. */
import { AudioTag } from './audio-fields.ts';
import type { DownlinkFrame } from './device-link.ts';
import { PUBLISH_QOS0, PUBLISH_QOS1 } from './guard/mqtt-packets.ts';

/** A bit of the first byte. */
const RETAIN = 1;

/** A topic as it stands in a PUBLISH: its length, then its bytes. */
export function topicField(topic: string): Buffer {
  const bytes = Buffer.from(topic);
  const field = Buffer.alloc(2 + bytes.length);
  field.writeUInt16BE(bytes.length);
  bytes.copy(field, 2);
  return field;
}

/** QoS 1, with the packet identifier that the device acknowledges. */
export function controlFrame(topic: Buffer, packetId: number, payload: Uint8Array): Buffer {
  return publishFrame(PUBLISH_QOS1, topic, packetId, payload);
}

/** Without a packet identifier it has QoS 0. `retain`: it answers a subscription [MQTT-3.3.1-8, -9]. */
export function configFrame(
  topic: Buffer,
  packetId: number | undefined,
  payload: Uint8Array,
  retain: boolean,
): Buffer {
  const first = packetId === undefined ? PUBLISH_QOS0 : PUBLISH_QOS1;
  return publishFrame(first | (retain ? RETAIN : 0), topic, packetId, payload);
}

function publishFrame(
  first: number,
  topic: Buffer,
  packetId: number | undefined,
  payload: Uint8Array,
): Buffer {
  const remaining = topic.length + (packetId === undefined ? 0 : 2) + payload.length;
  const frame = Buffer.allocUnsafe(1 + varintBytes(remaining) + remaining);
  frame[0] = first;
  let at = putVarint(frame, 1, remaining);
  frame.set(topic, at);
  at += topic.length;
  if (packetId !== undefined) at = frame.writeUInt16BE(packetId, at);
  frame.set(payload, at);
  return frame;
}

/** QoS 0, one pipit.v1.Audio written in place; fields of value 0 are left out, as proto3 says. Equal byte for byte to `encodeAudio` within the same PUBLISH. */
export function audioFrame(topic: Buffer, audio: DownlinkFrame): Buffer {
  const { packet } = audio;
  const payload =
    fieldBytes(audio.session) +
    fieldBytes(audio.generation) +
    fieldBytes(audio.sequence) +
    fieldBytes(audio.captureTimeMs) +
    (packet ? 1 + varintBytes(packet.length) + packet.length : 0) +
    fieldBytes(audio.flags);
  const remaining = topic.length + payload;
  const frame = Buffer.allocUnsafe(1 + varintBytes(remaining) + remaining);
  frame[0] = PUBLISH_QOS0;
  let at = putVarint(frame, 1, remaining);
  frame.set(topic, at);
  at = putField(frame, at + topic.length, AudioTag.SESSION, audio.session);
  at = putField(frame, at, AudioTag.GENERATION, audio.generation);
  at = putField(frame, at, AudioTag.SEQUENCE, audio.sequence);
  at = putField(frame, at, AudioTag.CAPTURE_TIME, audio.captureTimeMs);
  if (packet) {
    frame[at] = AudioTag.PACKETS;
    at = putVarint(frame, at + 1, packet.length);
    frame.set(packet, at);
    at += packet.length;
  }
  putField(frame, at, AudioTag.FLAGS, audio.flags);
  return frame;
}

function varintBytes(value: number): number {
  let rest = value >>> 0;
  let bytes = 1;
  while (rest > 0x7f) {
    rest >>>= 7;
    bytes++;
  }
  return bytes;
}

const fieldBytes = (value: number): number => (value >>> 0 === 0 ? 0 : 1 + varintBytes(value));

function putVarint(frame: Buffer, from: number, value: number): number {
  let at = from;
  let rest = value >>> 0;
  while (rest > 0x7f) {
    frame[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  frame[at++] = rest;
  return at;
}

function putField(frame: Buffer, at: number, tag: number, value: number): number {
  if (value >>> 0 === 0) return at;
  frame[at] = tag;
  return putVarint(frame, at + 1, value);
}
