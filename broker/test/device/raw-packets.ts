/** MQTT 3.1.1 packets made by hand, well-formed or not: an opinion of the format that shares no code with the broker. */

export const text = (value: string | Uint8Array): Buffer => {
  const bytes = Buffer.from(value as string);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

export const uint16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

export function packet(first: number, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  let rest = body.length;
  do {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>= 7;
  } while (rest > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

export interface RawConnect {
  readonly protocol?: string;
  readonly level?: number;
  /** Worked out from the rest unless given. */
  readonly flags?: number;
  readonly keepAliveS?: number;
  readonly clientId?: string | Uint8Array;
  readonly clean?: boolean;
  readonly will?: { topic: string | Uint8Array; payload: string; qos?: number; retain?: boolean };
  readonly username?: string | Uint8Array;
  readonly password?: string;
  readonly trailing?: Uint8Array;
}

export function connect(options: RawConnect): Buffer {
  const {
    protocol = 'MQTT',
    level = 4,
    keepAliveS = 60,
    clientId = '',
    clean = true,
    will,
    username,
    password,
  } = options;
  const worked =
    (clean ? 2 : 0) |
    (will ? 4 | ((will.qos ?? 0) << 3) | (will.retain ? 32 : 0) : 0) |
    (username === undefined ? 0 : 128) |
    (password === undefined ? 0 : 64);
  return packet(
    0x10,
    text(protocol),
    Buffer.from([level, options.flags ?? worked]),
    uint16(keepAliveS),
    text(clientId),
    ...(will ? [text(will.topic), text(will.payload)] : []),
    ...(username === undefined ? [] : [text(username)]),
    ...(password === undefined ? [] : [text(password)]),
    options.trailing ?? Buffer.alloc(0),
  );
}

export function publish(
  topic: string | Uint8Array,
  payload: Uint8Array,
  options: { qos?: number; id?: number; retain?: boolean } = {},
): Buffer {
  const { qos = 0, id = 1, retain = false } = options;
  return packet(0x30 | (qos << 1) | (retain ? 1 : 0), text(topic), ...(qos > 0 ? [uint16(id)] : []), payload);
}

export const subscribe = (
  how: number | { id: number; qos: number },
  ...filters: (string | Uint8Array)[]
): Buffer => {
  const { id, qos } = typeof how === 'number' ? { id: how, qos: 0 } : how;
  return packet(0x82, uint16(id), ...filters.flatMap((filter) => [text(filter), Buffer.from([qos])]));
};

export const unsubscribe = (id: number, ...filters: (string | Uint8Array)[]): Buffer =>
  packet(0xa2, uint16(id), ...filters.map(text));

export const PINGREQ = Buffer.from([0xc0, 0]);
export const DISCONNECT = Buffer.from([0xe0, 0]);
