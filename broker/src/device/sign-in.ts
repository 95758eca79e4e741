/** Decides on a CONNECT: screens it, looks the device up, compares the secret, makes room by taking over. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { DeviceRecord, DeviceStore } from '../fleet/device-store.ts';
import { type SecretMatch, matchSecret } from '../fleet/secret.ts';
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
  /** The hash of the secret that each connection came with. */
  readonly #hashes = new WeakMap<DeviceConnection, string>();
  #changes = 0;
  #closed = false;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#limiter = new SignInLimiter(options.limits);
    this.#stopListening = options.store.listen({
      onChange: ({ id }) => {
        this.#changes++;
        void this.#review(options.registry.get(id), id);
      },
      onGap: () => {
        this.#changes++;
        for (const connection of options.registry.connections()) {
          void this.#review(connection, connection.connect?.clientId);
        }
      },
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
    let found: Found;
    try {
      found = await this.#check(deviceId, password);
    } catch (err) {
      figures.count('device_store_errors_total');
      this.#options.strangerLog.line((more) =>
        this.#options.log.error({ err, ...more }, 'device store cannot be read'),
      );
      return unavailable('device store cannot be read');
    }
    if (found.refusal) {
      figures.count('device_sign_in_failed_total');
      this.#limiter.failed(peer.address, deviceId, clock.now());
      return found.refusal;
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
    this.#hashes.set(connection, found.hash);
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

  async #check(deviceId: string, password: Uint8Array | undefined): Promise<Found> {
    const { store } = this.#options;
    for (;;) {
      const changes = this.#changes;
      const record = await store.get(deviceId);
      // A record that changed while it was read may be the one that was just revoked.
      if (changes !== this.#changes) continue;
      const match = matchSecret(password, record);
      const refusal = authenticate(record, match !== undefined);
      if (refusal || !match) return { refusal: refusal ?? unavailable('secret is not known') };
      // The first use of the next secret ends the one before.
      if (match.isNext) await store.promote(deviceId, match.hash);
      return { hash: match.hash };
    }
  }

  /** Whoever is not welcome any more is sent away; who came with the secret that is valid now stays. */
  async #review(connection: DeviceConnection | undefined, deviceId: string | undefined): Promise<void> {
    const hash = connection && this.#hashes.get(connection);
    if (!connection || hash === undefined || deviceId === undefined) return;
    try {
      const record = await this.#options.store.get(deviceId);
      if (!welcomes(record, hash)) connection.close('REVOKED');
    } catch (err) {
      // Looked at again when the database is back, which is told as a gap.
      this.#options.figures.count('device_store_errors_total');
      this.#options.strangerLog.line((more) =>
        this.#options.log.error({ err, deviceId, ...more }, 'device store cannot be read'),
      );
    }
  }
}

type Found =
  | { readonly refusal: Refusal; readonly hash?: never }
  | { readonly refusal?: never; readonly hash: string };

const welcomes = (record: DeviceRecord | undefined, hash: SecretMatch['hash']): boolean =>
  record !== undefined && record.enabled && (record.secretHash === hash || record.nextSecretHash === hash);
