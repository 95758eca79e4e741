/**
 * Places for sockets that are nobody's yet, from accept to sign-in: so many at once, and so many of them from one
 * address, so that a single host cannot keep a fleet out.
 */
import type { DeviceLimits } from './device-limits.ts';

export interface Place {
  /** Until the socket is a device's, or gone. */
  readonly held: boolean;
  /** Idempotent. */
  leave(): void;
}

export class Admission {
  readonly #limits: Pick<DeviceLimits, 'maxUnauthenticated' | 'maxUnauthenticatedPerAddress'>;
  readonly #byAddress = new Map<string, number>();
  #held = 0;

  constructor(limits: Pick<DeviceLimits, 'maxUnauthenticated' | 'maxUnauthenticatedPerAddress'>) {
    this.#limits = limits;
  }

  get held(): number {
    return this.#held;
  }

  /** Undefined when there is no place left, for anybody or for this address. */
  enter(address: string): Place | undefined {
    const key = addressGroup(address);
    const fromThere = this.#byAddress.get(key) ?? 0;
    const { maxUnauthenticated, maxUnauthenticatedPerAddress } = this.#limits;
    if (this.#held >= maxUnauthenticated || fromThere >= maxUnauthenticatedPerAddress) return undefined;
    this.#held++;
    this.#byAddress.set(key, fromThere + 1);
    let held = true;
    return {
      get held() {
        return held;
      },
      leave: () => {
        if (!held) return;
        held = false;
        this.#leave(key);
      },
    };
  }

  #leave(key: string): void {
    this.#held--;
    const left = this.#byAddress.get(key)! - 1;
    if (left > 0) this.#byAddress.set(key, left);
    else this.#byAddress.delete(key);
  }
}

/** What one host can choose freely counts as one address: all of an IPv6 network of 64 bits. */
export function addressGroup(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare);
  if (mapped) return mapped[1]!;
  if (!bare.includes(':')) return bare;
  const [head = '', tail] = bare.split('::');
  const front = head ? head.split(':') : [];
  const back = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
