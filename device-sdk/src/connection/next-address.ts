/** Where a broker that says goodbye sends its device, and whether the device goes there. Pure. */

export type NextAddress =
  | { readonly url: string }
  /** Why it does not go there. */
  | { readonly refused: string }
  | undefined;

const SCHEMES = new Set(['mqtt:', 'mqtts:', 'ws:', 'wss:']);
const TLS_SCHEMES = new Set(['mqtts:', 'wss:']);

/**
 * [CON-4] `told` is the address of the goodbye, empty for none; `own` the device's URL. Undefined: nothing was told. The
 * device will say its secret there: a way that is encrypted now must stay so.
 */
export function nextAddress(told: string, own: string): NextAddress {
  if (told === '') return undefined;
  const address = parsed(told);
  if (!address?.hostname || !SCHEMES.has(address.protocol)) {
    return { refused: 'it is no mqtt://, mqtts://, ws:// or wss:// address' };
  }
  if (address.username || address.password) return { refused: 'it names a user: the device has its own' };
  if (TLS_SCHEMES.has(new URL(own).protocol) && !TLS_SCHEMES.has(address.protocol)) {
    return { refused: 'it is not encrypted, and the own one is' };
  }
  return { url: told };
}

function parsed(url: string): URL | undefined {
  try {
    return new URL(url);
  } catch {
    return undefined;
  }
}
