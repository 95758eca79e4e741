/** Names and sizes of MQTT 3.1.1 control packets (section 2.2), as a server meets them. */

export const PacketType = {
  CONNECT: 1,
  CONNACK: 2,
  PUBLISH: 3,
  PUBACK: 4,
  PUBREC: 5,
  PUBREL: 6,
  PUBCOMP: 7,
  SUBSCRIBE: 8,
  SUBACK: 9,
  UNSUBSCRIBE: 10,
  UNSUBACK: 11,
  PINGREQ: 12,
  PINGRESP: 13,
  DISCONNECT: 14,
} as const;

/** First byte of a PUBLISH with QoS 0, neither retained nor a duplicate. */
export const PUBLISH_QOS0 = 0x30;
export const PUBLISH_QOS1 = 0x32;

export const packetType = (first: number): number => first >> 4;
export const publishQos = (first: number): number => (first >> 1) & 3;
export const isRetained = (first: number): boolean => (first & 1) !== 0;

/** A big-endian 16 bit number: lengths and packet identifiers. */
export const uint16At = (buffer: Uint8Array, at: number): number => (buffer[at]! << 8) | buffer[at + 1]!;
