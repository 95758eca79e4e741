/** Reads a CONNECT strictly (MQTT 3.1.1, section 3.1), so that Aedes only ever sees a well-formed one. */
import { uint16At } from './mqtt-packets.ts';
import { isMqttText, isTopicName } from './mqtt-text.ts';

export interface ConnectPacket {
  readonly clientId: string;
  readonly username: string | undefined;
  readonly clean: boolean;
  /** 0: the client promises nothing. */
  readonly keepAliveS: number;
  /** Where the keep alive lies in the packet's buffer. */
  readonly keepAliveAt: number;
  readonly will: { readonly topic: string; readonly qos: number; readonly retain: boolean } | undefined;
}

export interface ConnectFault {
  readonly rule: string;
  /** To be sent in a CONNACK before closing; without one the socket is just closed. */
  readonly returnCode?: 1 | 2;
}

export type ConnectResult =
  | { readonly ok: true; readonly connect: ConnectPacket }
  | ({ readonly ok: false } & ConnectFault);

const LEVEL_3_1_1 = 4;
const Flag = { RESERVED: 1, CLEAN: 2, WILL: 4, WILL_RETAIN: 32, PASSWORD: 64, USERNAME: 128 } as const;

const refuse = (rule: string, returnCode?: 1 | 2): ConnectResult =>
  returnCode === undefined ? { ok: false, rule } : { ok: false, rule, returnCode };

export function readConnect(buffer: Buffer, body: number, end: number): ConnectResult {
  const nameEnd = body + 2 + uint16At(buffer, body);
  if (nameEnd + 4 > end) return refuse('CONNECT is cut short');
  const protocol = buffer.toString('latin1', body + 2, nameEnd);
  const level = buffer[nameEnd]!;
  if (protocol !== 'MQTT') {
    return protocol === 'MQIsdp' && level === 3
      ? refuse('MQTT 3.1 is not spoken here', 1)
      : refuse('not MQTT [MQTT-3.1.2-1]');
  }
  if (level !== LEVEL_3_1_1) return refuse(`protocol level ${level} is not spoken here [MQTT-3.1.2-2]`, 1);
  const flags = buffer[nameEnd + 1]!;
  const flagFault = connectFlagFault(flags);
  if (flagFault) return refuse(flagFault);

  const keepAliveAt = nameEnd + 2;
  let at = keepAliveAt + 2;
  /** Takes the next length-prefixed field; returns its start, with `at` behind it, or -1. */
  const take = (): number => {
    if (at + 2 > end) return -1;
    const start = at + 2;
    at = start + uint16At(buffer, at);
    return at > end ? -1 : start;
  };

  const idAt = take();
  if (idAt < 0 || !isMqttText(buffer, idAt, at))
    return refuse('client identifier is cut short or ill-formed [MQTT-3.1.3-4]');
  const clientId = buffer.toString('utf8', idAt, at);
  const clean = (flags & Flag.CLEAN) !== 0;

  let will: ConnectPacket['will'];
  if (flags & Flag.WILL) {
    const topicAt = take();
    if (topicAt < 0 || !isTopicName(buffer, topicAt, at))
      return refuse('will topic is cut short or ill-formed [MQTT-3.1.3-10]');
    will = {
      topic: buffer.toString('utf8', topicAt, at),
      qos: (flags >> 3) & 3,
      retain: (flags & Flag.WILL_RETAIN) !== 0,
    };
    if (take() < 0) return refuse('will message is cut short');
  }
  let username: string | undefined;
  if (flags & Flag.USERNAME) {
    const usernameAt = take();
    if (usernameAt < 0 || !isMqttText(buffer, usernameAt, at))
      return refuse('user name is cut short or ill-formed [MQTT-3.1.3-11]');
    username = buffer.toString('utf8', usernameAt, at);
  }
  if (flags & Flag.PASSWORD && take() < 0) return refuse('password is cut short');
  if (at !== end) return refuse('CONNECT has bytes after its payload');
  if (clientId === '' && !clean)
    return refuse('empty client identifier without a clean session [MQTT-3.1.3-8]', 2);
  return {
    ok: true,
    connect: { clientId, username, clean, keepAliveS: uint16At(buffer, keepAliveAt), keepAliveAt, will },
  };
}

function connectFlagFault(flags: number): string | undefined {
  if (flags & Flag.RESERVED) return 'reserved CONNECT flag is set [MQTT-3.1.2-3]';
  const willQos = (flags >> 3) & 3;
  if (willQos === 3) return 'will QoS 3 [MQTT-3.1.2-14]';
  if (!(flags & Flag.WILL) && (willQos !== 0 || flags & Flag.WILL_RETAIN))
    return 'will flags without a will [MQTT-3.1.2-11]';
  if (!(flags & Flag.USERNAME) && flags & Flag.PASSWORD)
    return 'password without a user name [MQTT-3.1.2-22]';
  return undefined;
}
