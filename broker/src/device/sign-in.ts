/** Decides on a CONNECT: screens it, looks the device up, compares the secret, makes room by taking over. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { DeviceStore } from '../store/device-store.ts';
import { verifySecret } from '../store/secret.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { DeviceConnection } from './device-connection.ts';
import type { DeviceLimits } from './device-limits.ts';
import type { LinkRegistry } from './link-registry.ts';
import type { LogThrottle } from './log-throttle.ts';
import { type Refusal, ReturnCode, authenticate, screenConnect } from './policy.ts';
import { SignInLimiter } from './sign-in-limiter.ts';

export interface SignInOptions {
  readonly store: DeviceStore;
  readonly registry: LinkRegistry;
  readonly limits: DeviceLimits;
  readonly clock: Clock;
  readonly figures: Figures;
  readonly log: Logger;
  readonly strangerLog: LogThrottle;
}

const unavailable = (why: string): Refusal => ({ returnCode: ReturnCode.SERVER_UNAVAILABLE, why });

export class SignIn {
  readonly #options: SignInOptions;
  readonly #limiter: SignInLimiter;
  readonly #stopListening: () => void;
  #changes = 0;
  #closed = false;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#limiter = new SignInLimiter(options.limits);
    this.#stopListening = options.store.onChange((change) => {
      this.#changes++;
      if (change.kind !== 'added') options.registry.get(change.id)?.close('REVOKED');
    });
  }

  /** Undefined when the connection now speaks for the device. Never rejects. */
  async attempt(
    connection: DeviceConnection,
    password: Uint8Array | undefined,
  ): Promise<Refusal | undefined> {
    const { connect, peer } = connection;
    if (!connect || this.#closed) return unavailable('broker is closing');
    const screened = screenConnect(connect);
    if (screened) return screened;
    const { registry, limits, clock, figures } = this.#options;
    const deviceId = connect.clientId;
    if (!this.#limiter.mayTry(peer.address, deviceId, clock.now())) {
      figures.count('device_sign_in_limited_total');
      return unavailable('too many failed sign-ins');
    }
    let refusal: Refusal | undefined;
    try {
      refusal = await this.#check(deviceId, password);
    } catch (err) {
      figures.count('device_store_errors_total');
      this.#options.strangerLog.line((more) =>
        this.#options.log.error({ err, ...more }, 'device store cannot be read'),
      );
      return unavailable('device store cannot be read');
    }
    if (refusal) {
      figures.count('device_sign_in_failed_total');
      this.#limiter.failed(peer.address, deviceId, clock.now());
      return refusal;
    }
    this.#limiter.succeeded(peer.address, deviceId);
    if (this.#closed || connection.closed) return unavailable('connection is closing');
    if (!registry.get(deviceId) && registry.devices >= limits.maxConnections) {
      figures.count('device_over_capacity_total');
      return unavailable(`broker has its ${limits.maxConnections} devices`);
    }
    if (!this.#limiter.maySignIn(deviceId, clock.now())) {
      figures.count('device_sign_in_limited_total');
      return unavailable('signs in too often; two devices may have the same id');
    }
    if (this.#limiter.signIns(deviceId, clock.now()) > limits.deviceSignInsLogged) {
      figures.count('device_flapping_total');
      connection.isFlapping = true;
    }
    const previous = registry.claim(deviceId, connection);
    if (previous) {
      figures.count('device_taken_over_total');
      previous.close('TAKEN_OVER');
    }
    figures.count('device_signed_in_total');
    return undefined;
  }

  close(): void {
    this.#closed = true;
    this.#stopListening();
  }

  async #check(deviceId: string, password: Uint8Array | undefined): Promise<Refusal | undefined> {
    for (;;) {
      const changes = this.#changes;
      const record = await this.#options.store.get(deviceId);
      // A record that changed while it was read may be the one that was just revoked.
      if (changes !== this.#changes) continue;
      return authenticate(record, verifySecret(password, record?.secretHash));
    }
  }
}
