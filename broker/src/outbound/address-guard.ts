/** Whoever may set an address that the broker asks must not reach through it what only the broker can reach. */
import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = 'ADDRESS_REFUSED';
}

/** Only what is reached over the open internet. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  return address.range() === 'unicast';
}

const refusal = (host: string): AddressRefusedError =>
  new AddressRefusedError(
    `${host} is not an address of the open internet. If it is meant to be reached, allow private targets in the configuration.`,
  );

/** @throws {AddressRefusedError} for a host that is an address itself, which is never looked up. */
export function refusePrivateHost(hostname: string): void {
  const host = bare(hostname);
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw refusal(host);
}

/** As far as it can be told without looking a name up. */
export function isPrivateHost(hostname: string): boolean {
  const host = bare(hostname);
  return host === 'localhost' || (ipaddr.isValid(host) && !isPublicAddress(host));
}

/** Without the brackets of an IPv6 address. */
const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** For the socket itself, so that the address that was looked at is the one that is connected to. */
export const guardedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) return callback(error, '', 4);
    const [first] = addresses;
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(refusal(hostname), '', 4);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
