/** Who may sign in and touch which topic: pure decisions from the protocol's topic table. The hooks only call them. */
import { isDeviceId, mayPublish, maySubscribe, parseTopic } from '@pipit/protocol';
import type { ConnectPacket } from './guard/connect-packet.ts';

/** CONNACK return codes of MQTT 3.1.1, section 3.2.2.3. */
export const ReturnCode = {
  ACCEPTED: 0,
  UNACCEPTABLE_PROTOCOL: 1,
  IDENTIFIER_REJECTED: 2,
  SERVER_UNAVAILABLE: 3,
  BAD_CREDENTIALS: 4,
  NOT_AUTHORIZED: 5,
} as const;
export type ReturnCode = (typeof ReturnCode)[keyof typeof ReturnCode];

export interface Refusal {
  readonly returnCode: Exclude<ReturnCode, 0>;
  /** For the log; the device only sees the code. */
  readonly why: string;
}

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly why: string };

const ALLOWED: Decision = { allowed: true };
const denied = (why: string): Decision => ({ allowed: false, why });

/** What can be said of a CONNECT before any device is looked up. */
export function screenConnect(
  connect: Pick<ConnectPacket, 'clientId' | 'username' | 'will'>,
  { peopleSignIn = false }: { readonly peopleSignIn?: boolean } = {},
): Refusal | undefined {
  const { clientId, username, will } = connect;
  if (!isDeviceId(clientId))
    return { returnCode: ReturnCode.IDENTIFIER_REJECTED, why: 'client id is not a device id' };
  const isPerson = peopleSignIn && username?.includes('@');
  if (username !== undefined && username !== '' && username !== clientId && !isPerson) {
    return { returnCode: ReturnCode.BAD_CREDENTIALS, why: 'user name differs from client id' };
  }
  if (will) {
    const decision = authorizePublish(clientId, will.topic, will.retain);
    if (!decision.allowed) return { returnCode: ReturnCode.NOT_AUTHORIZED, why: `will: ${decision.why}` };
  }
  return undefined;
}

/** `device` is undefined when there is none of this id; the secret counts as wrong then. */
export function authenticate(
  device: { readonly enabled: boolean; readonly tenantEnabled: boolean } | undefined,
  secretIsRight: boolean,
): Refusal | undefined {
  if (!device || !secretIsRight)
    return { returnCode: ReturnCode.BAD_CREDENTIALS, why: 'unknown device or wrong secret' };
  if (!device.enabled) return { returnCode: ReturnCode.NOT_AUTHORIZED, why: 'device is disabled' };
  if (device.tenantEnabled) return undefined;
  return {
    returnCode: ReturnCode.NOT_AUTHORIZED,
    why: 'tenant of the device is not let in: disabled, or tenancy.mode is single',
  };
}

/** Whoever knows the secret alone has perhaps read it out of the device: what was pinned must come along. */
export function requirePinned(pinned: string | null, presented: string | undefined): Refusal | undefined {
  if (pinned === null || pinned === presented) return undefined;
  const returnCode = ReturnCode.NOT_AUTHORIZED;
  return presented === undefined
    ? { returnCode, why: 'device has a pinned certificate and came without it' }
    : { returnCode, why: 'device came with another certificate than the pinned one' };
}

export function authorizePublish(deviceId: string, topic: string, retain: boolean): Decision {
  if (!mayPublish(deviceId, topic)) return denied(`may not publish on ${describeTopic(topic)}`);
  return retain ? denied('may not retain messages') : ALLOWED;
}

export function authorizeSubscribe(
  deviceId: string,
  filter: string,
  held: number,
  maxSubscriptions: number,
): Decision {
  if (!maySubscribe(deviceId, filter)) return denied(`may not subscribe to ${describeTopic(filter)}`);
  return held >= maxSubscriptions ? denied(`has ${maxSubscriptions} subscriptions already`) : ALLOWED;
}

/** A stranger's topic may be long and is nobody's business in full. */
function describeTopic(topic: string): string {
  if (topic.startsWith('$SYS')) return "the broker's own topics";
  return parseTopic(topic) ? topic : `${JSON.stringify(topic.slice(0, 64))}, which is no topic of a device`;
}
