/**
 * What lives on the database and has no socket of its own: the broker serves it over HTTP, and the command line uses the
 * same where no broker runs.
 */
import { hostname } from 'node:os';
import type { Logger } from 'pino';
import type { Authenticate } from '../api/api.ts';
import { authenticateBy } from '../api/authenticate.ts';
import { withOrigins } from '../api/request-origin.ts';
import type { Services as ApiServices } from '../api/routes/all.ts';
import { AuditEntries } from '../audit/audit-entries.ts';
import { AuditLog } from '../audit/audit-log.ts';
import type { AuditSink } from '../audit/audit-sink.ts';
import { type Fleet, createFleet } from '../fleet/create-fleet.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { type Identity, createIdentity } from '../identity/create-identity.ts';
import type { Database } from '../store/database.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import { openVault } from '../store/secret-key.ts';
import type { Vault } from '../store/vault.ts';
import type { Figures } from '../telemetry/figures.ts';

const DAY_MS = 86_400_000;

export interface ServicesOptions {
  readonly config: Config;
  readonly database: Database;
  readonly shared: SharedState;
  readonly log: Logger;
  readonly clock: Clock;
  /** Wall time in milliseconds. */
  readonly now: () => number;
  readonly figures: Figures;
  /** A broker serves devices: whoever an earlier process has left online is not. */
  readonly isBroker: boolean;
  readonly onLogLevels?: (levels: ReadonlyMap<string, string>) => void;
}

export interface Services {
  readonly vault: Vault;
  readonly audit: AuditLog;
  /** With the origin of the request that is being answered. */
  readonly auditSink: AuditSink;
  readonly identity: Identity;
  readonly authenticate: Authenticate;
  readonly fleet: Fleet;
  /** For the routes. */
  readonly api: Pick<ApiServices, 'identity' | 'web' | 'auditEntries' | 'fleet'>;
  figures(): Readonly<Record<string, number>>;
  /** Leaves the database open. Idempotent. */
  close(): Promise<void>;
}

/** @throws {VaultError} when the secrets in the database were encrypted with another key. */
export async function openServices({
  config,
  database,
  shared,
  log,
  clock,
  now,
  figures,
  isBroker,
  onLogLevels,
}: ServicesOptions): Promise<Services> {
  const { queries } = database;
  const vault = await openVault(config);
  const audit = new AuditLog({ queries, log, clock, now });
  const identity = await createIdentity({ database, shared, vault, config, audit, log, clock, now });
  const keptOut = isBroker ? await identity.tenants.countKeptOut() : 0;
  if (keptOut > 0)
    log.warn(
      { tenants: keptOut },
      'tenants besides "default" are kept out, with their devices: set tenancy.mode to multi to let them in',
    );
  const { conversation, session, mqtt, devices } = config;
  const auditSink = withOrigins(audit);
  const fleet = await createFleet({
    database,
    vault,
    audit: auditSink,
    nodeId: isBroker ? (config.nodeId ?? hostname()) : undefined,
    mqttUrl: mqtt.publicUrl ?? `mqtt://${hostname()}:${mqtt.port}`,
    defaults: { conversation, resume: session.resume },
    allowNetwork: config.tools.sandbox.allowNetwork,
    ...(onLogLevels && { onLogLevels }),
    retentionMs: devices.historyDays * DAY_MS,
    clock,
    now,
    log,
    figures,
  });
  let closed: Promise<void> | undefined;
  return {
    fleet,
    auditSink,
    vault,
    audit,
    identity,
    authenticate: authenticateBy(identity),
    api: { identity, web: config.http, auditEntries: new AuditEntries(queries), fleet },
    figures: () => identity.figures(),
    close: () =>
      (closed ??= (async () => {
        await fleet.close();
        await identity.close();
        await audit.close();
      })()),
  };
}
