/**
 * What MQTT 3.1.1 says a server must refuse, as pure checks of one packet. Each returns what is wrong, with the
 * rule's number, or undefined. CONNECT has its own file.
 */
import { PacketType, packetType, publishQos, uint16At } from './mqtt-packets.ts';
import { isTopicFilter, isTopicName } from './mqtt-text.ts';

export interface PacketCaps {
  /** Remaining length of a CONNECT. */
  readonly connectBytes: number;
  /** Remaining length of a PUBLISH. */
  readonly publishBytes: number;
  /** Remaining length of a SUBSCRIBE or UNSUBSCRIBE. */
  readonly subscribeBytes: number;
}

export interface HeaderFault {
  readonly rule: string;
  readonly tooLarge: boolean;
}

const fault = (rule: string): HeaderFault => ({ rule, tooLarge: false });

/** Of a fixed header: type, reserved flags, QoS and size [MQTT-2.2.2-1, -2]. */
export function headerFault(
  first: number,
  remainingLength: number,
  caps: PacketCaps,
): HeaderFault | undefined {
  const flags = first & 0x0f;
  let min = 2;
  let max = 2;
  let wanted = 0;
  switch (packetType(first)) {
    case PacketType.PUBLISH:
      if (publishQos(first) === 3) return fault('PUBLISH with QoS 3 [MQTT-3.3.1-4]');
      if (publishQos(first) === 0 && (flags & 8) !== 0)
        return fault('PUBLISH with DUP and QoS 0 [MQTT-3.3.1-2]');
      max = caps.publishBytes;
      wanted = flags;
      break;
    case PacketType.CONNECT:
      max = caps.connectBytes;
      break;
    case PacketType.PUBACK:
    case PacketType.PUBREC:
    case PacketType.PUBCOMP:
      break;
    case PacketType.PUBREL:
      wanted = 2;
      break;
    case PacketType.SUBSCRIBE:
    case PacketType.UNSUBSCRIBE:
      max = caps.subscribeBytes;
      wanted = 2;
      break;
    case PacketType.PINGREQ:
    case PacketType.DISCONNECT:
      min = 0;
      max = 0;
      break;
    default:
      return fault(`packet type ${packetType(first)}, which a client may not send`);
  }
  if (flags !== wanted) return fault('reserved flags are set [MQTT-2.2.2-1]');
  if (remainingLength < min) return fault('packet is too short');
  if (remainingLength <= max) return undefined;
  return { rule: 'packet is too large for its type', tooLarge: max > 2 };
}

/** Of a PUBLISH. `topicEnd` is where `publishTopicEnd` says the topic ends. */
export function publishFault(first: number, buffer: Buffer, body: number, end: number): string | undefined {
  const topicEnd = body + 2 + uint16At(buffer, body);
  if (topicEnd > end) return 'topic name passes the end of the packet';
  if (!isTopicName(buffer, body + 2, topicEnd))
    return 'topic name is empty, ill-formed or has wildcards [MQTT-3.3.2-2]';
  if (publishQos(first) === 0) return undefined;
  if (topicEnd + 2 > end) return 'packet identifier is missing';
  return uint16At(buffer, topicEnd) === 0 ? 'packet identifier is 0 [MQTT-2.3.1-1]' : undefined;
}

/** Of PUBACK, PUBREC, PUBREL and PUBCOMP, whose length the header rule has settled. */
export function acknowledgementFault(buffer: Buffer, body: number): string | undefined {
  return uint16At(buffer, body) === 0 ? 'packet identifier is 0 [MQTT-2.3.1-1]' : undefined;
}

/** Of SUBSCRIBE (each filter followed by its QoS) and UNSUBSCRIBE. */
export function filtersFault(
  first: number,
  buffer: Buffer,
  body: number,
  end: number,
  maxFilters: number,
): string | undefined {
  if (uint16At(buffer, body) === 0) return 'packet identifier is 0 [MQTT-2.3.1-1]';
  const withQos = packetType(first) === PacketType.SUBSCRIBE;
  let at = body + 2;
  let count = 0;
  while (at < end) {
    if (at + 2 > end) return 'topic filter is cut short';
    const filterEnd = at + 2 + uint16At(buffer, at);
    if (filterEnd + (withQos ? 1 : 0) > end) return 'topic filter passes the end of the packet';
    if (!isTopicFilter(buffer, at + 2, filterEnd))
      return 'topic filter is empty or ill-formed [MQTT-4.7.1-2]';
    at = filterEnd;
    if (withQos && buffer[at++]! > 2) return 'reserved bits of the requested QoS are set [MQTT-3-8.3-4]';
    count++;
  }
  if (count === 0) return 'no topic filter [MQTT-3.8.3-3]';
  return count > maxFilters ? `more than ${maxFilters} topic filters in one packet` : undefined;
}
