/**
 * A device that nobody knows asks for a code and shows it; a person types the code, and the device gets its secret.
 * The claim belongs to the key with which the device came first: whoever comes with another one learns nothing.
 */
import { createHash } from 'node:crypto';
import { isDeviceId } from '@pipit/protocol';
import type { AuditSink } from '../../audit/audit-sink.ts';
import { type Principal, principalKey } from '../../identity/principal.ts';
import type { Database, Queries } from '../../store/database.ts';
import { repeatedValueOf } from '../../store/database-error.ts';
import { newId } from '../../store/ids.ts';
import { json } from '../../store/schema.ts';
import { insertDevice } from '../directory/device-directory.ts';
import { FleetError } from '../fleet-error.ts';
import { createSecret, hashSecret, matchSecret } from '../secret.ts';
import { requireTenantScope } from '../sight.ts';
import type { Vault } from '../vault.ts';
import { type CodeFormat, createClaimCode, readCode, shownCode } from './claim-code.ts';

export interface ClaimsOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly audit: AuditSink;
  readonly now: () => number;
  /** Where a claimed device connects. */
  readonly mqttUrl: string;
}

export interface ClaimRequest {
  readonly deviceId: string;
  /** Random bytes of the device's own, 32 at least, in base64url. */
  readonly claimKey: string;
  readonly codeFormat: CodeFormat;
  readonly hardware: Readonly<Record<string, string>>;
  readonly address: string | null;
}

export interface PendingClaim {
  readonly code: string;
  readonly expiresAt: string;
  readonly pollAfterMs: number;
}

export type ClaimState =
  | { readonly status: 'pending'; readonly pollAfterMs: number }
  /** Told again until the device has signed in with the secret: an answer may be lost on its way. */
  | {
      readonly status: 'claimed';
      readonly deviceId: string;
      readonly secret: string;
      readonly mqttUrl: string;
    }
  | { readonly status: 'expired' };

export interface ClaimInput {
  readonly name?: string | undefined;
  readonly groupId?: string | null | undefined;
  readonly ownerId?: string | null | undefined;
}

const PENDING_MS = 10 * 60_000;
/** How long a claimed device may take to fetch its secret, and to use it. */
const DELIVERY_MS = 24 * 3_600_000;
const POLL_AFTER_MS = 3000;
/** Of the whole installation: strangers fill no database. */
const MAX_PENDING = 10_000;

/** The same words whatever it was: a stranger does not learn which devices there are. */
const refused = (): FleetError =>
  new FleetError(
    'REFUSED',
    'This device cannot be claimed now. Delete it first if it is known, or wait ten minutes.',
  );

export class Claims {
  readonly #options: ClaimsOptions;

  constructor(options: ClaimsOptions) {
    this.#options = options;
  }

  /** Asked again with the same key, the answer is the same, whatever format it asks for. @throws {FleetError} REFUSED, BUSY, INVALID */
  async start({ deviceId, claimKey, codeFormat, hardware, address }: ClaimRequest): Promise<PendingClaim> {
    if (!isDeviceId(deviceId)) throw FleetError.invalid(['deviceId'], 'It is no device id.');
    const { database, now } = this.#options;
    const keyHash = hashOf(claimKey);
    await this.sweep();
    const at = now();
    const made = { code: createClaimCode(codeFormat), expiresAt: new Date(at + PENDING_MS) };
    try {
      const claim = await database.queries.transaction().execute(async (queries) => {
        const former = await queries
          .selectFrom('deviceClaims')
          .select(['code', 'keyHash', 'expiresAt', 'claimedAt'])
          .where('deviceId', '=', deviceId)
          .where('expiresAt', '>', new Date(at))
          .orderBy('createdAt', 'desc')
          .executeTakeFirst();
        if (former) {
          if (former.claimedAt === null && !keyHash.equals(former.keyHash)) throw refused();
          if (former.claimedAt === null) return former;
        }
        if (await secretsOf(queries, deviceId)) throw refused();
        // It was claimed, and deleted since.
        if (former) await queries.deleteFrom('deviceClaims').where('deviceId', '=', deviceId).execute();
        const { count } = await queries
          .selectFrom('deviceClaims')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        if (count >= MAX_PENDING)
          throw new FleetError('BUSY', 'Too many devices wait to be claimed. Ask again in a minute.');
        const claim = { id: newId(), ...made, keyHash, deviceId, hardware: json(hardware), address };
        await queries
          .insertInto('deviceClaims')
          .values({ ...claim, createdAt: new Date(at) })
          .execute();
        return made;
      });
      return {
        code: shownCode(claim.code),
        expiresAt: claim.expiresAt.toISOString(),
        pollAfterMs: POLL_AFTER_MS,
      };
    } catch (error) {
      // Another request for the same device was a moment faster.
      if (repeatedValueOf(error) !== undefined) throw refused();
      throw error;
    }
  }

  /** An unknown claim counts as expired. */
  async poll(deviceId: string, claimKey: string): Promise<ClaimState> {
    const { database, vault, now, mqttUrl } = this.#options;
    if (!isDeviceId(deviceId)) return { status: 'expired' };
    const at = new Date(now());
    return database.queries.transaction().execute(async (queries): Promise<ClaimState> => {
      const claim = await queries
        .selectFrom('deviceClaims')
        .selectAll()
        .where('deviceId', '=', deviceId)
        .where('keyHash', '=', hashOf(claimKey))
        .where('expiresAt', '>', at)
        .orderBy('createdAt', 'desc')
        .forUpdate()
        .executeTakeFirst();
      if (!claim) return { status: 'expired' };
      if (claim.claimedAt === null) return { status: 'pending', pollAfterMs: POLL_AFTER_MS };
      if (claim.credential === null) return { status: 'expired' };
      const secret = vault.open(claim.credential, claimContext(claim.id));
      // Rotated or deleted meanwhile: this one is no good any more.
      const isGood = matchSecret(secret, await secretsOf(queries, deviceId)) !== undefined;
      await queries
        .updateTable('deviceClaims')
        .set(isGood ? { deliveredAt: claim.deliveredAt ?? at } : { credential: null })
        .where('id', '=', claim.id)
        .execute();
      return isGood ? { status: 'claimed', deviceId, secret, mqttUrl } : { status: 'expired' };
    });
  }

  /** A person takes the device whose code they see. @throws {FleetError} NOT_FOUND, INVALID, EXISTS */
  async claim(principal: Principal, typed: string, input: ClaimInput): Promise<{ deviceId: string }> {
    const { database, vault, audit, now } = this.#options;
    requireTenantScope(principal, 'a tenant', principal.tenantId);
    const code = readCode(typed);
    const unknown = (): FleetError =>
      new FleetError('NOT_FOUND', 'No device shows this code, or it is too old. Look at the device again.');
    if (code === undefined) throw unknown();
    const at = now();
    const deviceId = await database.queries.transaction().execute(async (queries) => {
      const claim = await queries
        .selectFrom('deviceClaims')
        .selectAll()
        .where('code', '=', code)
        .where('claimedAt', 'is', null)
        .where('expiresAt', '>', new Date(at))
        .forUpdate()
        .executeTakeFirst();
      if (!claim) throw unknown();
      const secret = createSecret();
      await insertDevice(queries, principal.tenantId, { id: claim.deviceId, ...input }, hashSecret(secret));
      await queries
        .updateTable('deviceClaims')
        .set({
          claimedAt: new Date(at),
          claimedBy: principalKey(principal),
          tenantId: principal.tenantId,
          credential: vault.seal(secret, claimContext(claim.id)),
          expiresAt: new Date(at + DELIVERY_MS),
        })
        .where('id', '=', claim.id)
        .execute();
      return claim.deviceId;
    });
    audit.record({
      principal,
      action: 'device.claim',
      target: { kind: 'device', id: deviceId },
      result: 'ok',
    });
    return { deviceId };
  }

  /** Forgets what is over, secrets that nobody fetched or used among it. */
  async sweep(): Promise<void> {
    await this.#options.database.queries
      .deleteFrom('deviceClaims')
      .where('expiresAt', '<=', new Date(this.#options.now()))
      .execute();
  }
}

/** Undefined for a device that is not known. */
const secretsOf = (queries: Queries, id: string) =>
  queries
    .selectFrom('devices')
    .select(['secretHash', 'nextSecretHash'])
    .where('id', '=', id)
    .executeTakeFirst();

/** Random keys need no slow hash. */
const hashOf = (claimKey: string): Buffer => createHash('sha256').update(claimKey).digest();

/** Of the secret that waits for its device. */
export const claimContext = (id: string): string => `device-claim:${id}`;
