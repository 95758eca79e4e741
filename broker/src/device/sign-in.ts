/** Decides on a CONNECT: screens it, looks the device up, compares the secret, makes room by taking over. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type DeviceRecord, type DeviceStore, isWelcome } from '../fleet/device-store.ts';
import { DeviceStoreError } from '../fleet/device-store-error.ts';
import { type SecretMatch, matchSecret } from '../fleet/secret.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { DeviceConnection, Peer } from './device-connection.ts';
import type { DeviceLimits } from './device-limits.ts';
import type { LinkRegistry } from './link-registry.ts';
import type { LogThrottle } from './log-throttle.ts';
import { type OpenDoors, type Person, RegistrationLimit, hasNoCredential } from './open-doors.ts';
import { type Refusal, ReturnCode, authenticate, requirePinned, screenConnect } from './policy.ts';
import { SignInLimiter } from './sign-in-limiter.ts';

export interface SignInOptions {
  readonly store: DeviceStore;
  readonly registry: LinkRegistry;
  readonly limits: DeviceLimits;
  readonly clock: Clock;
  readonly figures: Figures;
  readonly log: Logger;
  readonly strangerLog: LogThrottle;
  readonly openDoors: OpenDoors;
}

const unavailable = (why: string): Refusal => ({ returnCode: ReturnCode.SERVER_UNAVAILABLE, why });

export class SignIn {
  readonly #options: SignInOptions;
  readonly #limiter: SignInLimiter;
  readonly #stopListening: () => void;
  /** What each connection came with, and whose it is. */
  readonly #admitted = new WeakMap<DeviceConnection, Admitted>();
  readonly #registrations = new RegistrationLimit();
  /** Devices that are being looked at. */
  readonly #checks = new Set<{ readonly deviceId: string; isStale: boolean }>();
  #closed = false;

  constructor(options: SignInOptions) {
    this.#options = options;
    this.#limiter = new SignInLimiter(options.limits);
    this.#stopListening = options.store.listen({
      onChange: ({ id }) => {
        for (const check of this.#checks) if (check.deviceId === id) check.isStale = true;
        void this.#review(options.registry.get(id), id);
      },
      onTenantDisabled: (tenantId) => {
        for (const check of this.#checks) check.isStale = true;
        for (const connection of options.registry.connections()) {
          if (this.#admitted.get(connection)?.tenantId === tenantId) connection.close('REVOKED');
        }
      },
      onGap: () => {
        for (const check of this.#checks) check.isStale = true;
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
    const { openDoors } = this.#options;
    const screened = screenConnect(connect, { peopleSignIn: openDoors.checkPassword !== undefined });
    if (screened) return screened;
    const { registry, limits, clock, figures } = this.#options;
    const deviceId = connect.clientId;
    if (!this.#limiter.mayTry(peer.address, deviceId, clock.now())) {
      figures.count('device_sign_in_limited_total');
      return unavailable('too many failed sign-ins');
    }
    let found: Found;
    try {
      found = await this.#check({ deviceId, username: connect.username, password, peer });
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
    this.#admitted.set(connection, found);
    if (found.credential.kind === 'person') found.credential.person.record(deviceId, 'ok');
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

  async #check(attempt: Attempt): Promise<Found> {
    const { store } = this.#options;
    for (;;) {
      const check = { deviceId: attempt.deviceId, isStale: false };
      this.#checks.add(check);
      const found = await this.#checkOnce(attempt).finally(() => this.#checks.delete(check));
      // A record that changed while it was looked at may be the one that was just revoked.
      if (check.isStale) continue;
      if (found.credential?.kind === 'secret') {
        const { isNext, hash, isHandedOut } = found.credential;
        // The first use of the next secret ends the one before.
        if (isNext) await store.promote(attempt.deviceId, hash);
        if (isHandedOut) await store.endHandOut(attempt.deviceId);
      }
      return found;
    }
  }

  async #checkOnce(attempt: Attempt): Promise<Found> {
    const { store } = this.#options;
    const record = (await store.get(attempt.deviceId)) ?? (await this.#register(attempt));
    const credential = await this.#credentialOf(record, attempt);
    const refusal =
      authenticate(record, credential !== undefined) ??
      requirePinned(record?.certificateSha256 ?? null, attempt.peer.certificateSha256);
    if (refusal && credential?.kind === 'person') credential.person.record(attempt.deviceId, 'refused');
    if (refusal || !credential || !record)
      return { refusal: refusal ?? unavailable('credential is not known') };
    return { credential, tenantId: record.tenantId };
  }

  /** What the device may sign in with; undefined when it has come with nothing that is good. */
  async #credentialOf(
    record: DeviceRecord | undefined,
    { deviceId, username, password, peer }: Attempt,
  ): Promise<Credential | undefined> {
    const { openDoors } = this.#options;
    const { certificateSha256: presented } = peer;
    if (presented !== undefined && record?.certificateSha256 === presented)
      return { kind: 'certificate', sha256: presented };
    if (openDoors.checkPassword && username?.includes('@') && username !== deviceId) {
      const text = Buffer.from(password ?? []).toString();
      const { address } = peer;
      const person = await openDoors.checkPassword({ email: username, password: text, address });
      if (person && record?.ownerId === person.userId) return { kind: 'person', person };
      person?.record(deviceId, 'refused');
      return undefined;
    }
    if (openDoors.openRegistration && record && hasNoCredential(record) && !password?.length)
      return { kind: 'none' };
    const match = matchSecret(password, record);
    return match && { kind: 'secret', ...match, isHandedOut: record?.isHandedOut ?? false };
  }

  /** A device that nobody knows, where that is allowed. */
  async #register({ deviceId, password, username }: Attempt): Promise<DeviceRecord | undefined> {
    const { openDoors, store, clock, log, figures } = this.#options;
    if (!openDoors.openRegistration || password?.length || username?.includes('@')) return undefined;
    if (!this.#registrations.may(clock.now())) return undefined;
    try {
      const record = await store.register(deviceId);
      figures.count('device_registered_openly_total');
      log.warn({ deviceId }, 'an unknown device was let in without a credential');
      return record;
    } catch (error) {
      if (error instanceof DeviceStoreError && error.code === 'EXISTS') return store.get(deviceId);
      throw error;
    }
  }

  /** Whoever is not welcome any more is sent away; who came with what is valid now stays. */
  async #review(connection: DeviceConnection | undefined, deviceId: string | undefined): Promise<void> {
    const credential = connection && this.#admitted.get(connection)?.credential;
    if (!connection || credential === undefined || deviceId === undefined) return;
    try {
      const record = await this.#options.store.get(deviceId);
      if (!this.#welcomes(record, credential, connection.peer)) connection.close('REVOKED');
    } catch (err) {
      // Looked at again when the database is back, which is told as a gap.
      this.#options.figures.count('device_store_errors_total');
      this.#options.strangerLog.line((more) =>
        this.#options.log.error({ err, deviceId, ...more }, 'device store cannot be read'),
      );
    }
  }

  #welcomes(record: DeviceRecord | undefined, credential: Credential, peer: Peer): boolean {
    if (!record || !isWelcome(record)) return false;
    if (requirePinned(record.certificateSha256, peer.certificateSha256)) return false;
    switch (credential.kind) {
      case 'secret':
        return record.secretHash === credential.hash || record.nextSecretHash === credential.hash;
      case 'certificate':
        return record.certificateSha256 === credential.sha256;
      case 'person':
        return record.ownerId === credential.person.userId;
      case 'none':
        return hasNoCredential(record);
    }
  }
}

interface Attempt {
  readonly deviceId: string;
  readonly username: string | undefined;
  readonly password: Uint8Array | undefined;
  readonly peer: Peer;
}

type Credential =
  | ({ readonly kind: 'secret'; readonly isHandedOut: boolean } & SecretMatch)
  | { readonly kind: 'certificate'; readonly sha256: string }
  /** A person's password, for a device of theirs. */
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'none' };

interface Admitted {
  readonly credential: Credential;
  readonly tenantId: string;
}

type Found =
  | { readonly refusal: Refusal; readonly credential?: never }
  | ({ readonly refusal?: never } & Admitted);
