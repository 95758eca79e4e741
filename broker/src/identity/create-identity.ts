/** Puts identity together: people, programs, tenants, and how each proves who they are. Knows nothing of HTTP. */
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../store/database.ts';
import type { SharedState } from '../store/shared/shared-state.ts';
import type { Vault } from '../store/vault.ts';
import { AccessTokens } from './access-tokens.ts';
import { ApiKeys } from './api-keys.ts';
import { Authenticator } from './authenticator.ts';
import { DatabaseDeviceStore } from '../fleet/database-device-store.ts';
import { DeviceTokens } from './device-tokens.ts';
import { type LocalKey, createLocalKey } from './local-key.ts';
import { LockOut } from './lock-out.ts';
import { type OidcSettings, OidcSignIn } from './oidc-sign-in.ts';
import { OidcUsers } from './oidc-users.ts';
import { OneTimeLinks, linkUrl } from './one-time-links.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PasswordSignIn } from './password-sign-in.ts';
import type { Role } from './permissions.ts';
import { PrincipalCache } from './principal-cache.ts';
import { ProxyUsers } from './proxy-users.ts';
import { SignIns } from './sign-ins.ts';
import { SigningKeys } from './signing-keys.ts';
import { type TenancyMode, isLetIn } from './tenancy.ts';
import { Tenants } from './tenants.ts';
import { UserSettings } from './user-settings.ts';
import { Users } from './users.ts';
import { Welcome } from './welcome.ts';

/** As in the configuration. */
export interface IdentityConfig {
  readonly http: { readonly publicUrl?: string | undefined; readonly port: number };
  readonly tenancy: { readonly mode: TenancyMode };
  readonly devices: { readonly passwordSignIn: boolean };
  readonly auth: {
    readonly proxyUserHeader?: string | undefined;
    readonly trustedProxies: readonly string[];
    readonly proxyDefaultRole?: Role | undefined;
    readonly oidc: OidcSettings & {
      readonly allowedDomains: readonly string[];
      readonly defaultRole?: Role | undefined;
    };
  };
}

export interface IdentityOptions {
  readonly database: Database;
  readonly shared: SharedState;
  readonly vault: Vault;
  readonly config: IdentityConfig;
  readonly audit: AuditLog;
  readonly log: Logger;
  readonly clock: Clock;
  /** Wall time in milliseconds. */
  readonly now: () => number;
}

export interface Identity {
  readonly authenticator: Authenticator;
  readonly localKey: LocalKey;
  readonly deviceTokens: DeviceTokens;
  readonly passwords: PasswordSignIn;
  readonly welcome: Welcome;
  readonly signIns: SignIns;
  readonly users: Users;
  readonly apiKeys: ApiKeys;
  readonly tenants: Tenants;
  readonly settings: UserSettings;
  readonly oidc: OidcSignIn;
  readonly hasOidc: boolean;
  /** In small letters. */
  readonly proxyUserHeader: string | undefined;
  readonly now: () => number;
  /** Cumulative, unless the name says otherwise. */
  figures(): Readonly<Record<string, number>>;
  /** Makes the first owner. Undefined once there is one; a former link is dead. @param baseUrl of the broker */
  setupLink(baseUrl?: string): Promise<string | undefined>;
  /** Removes what is over; done by itself every hour. */
  sweep(): Promise<void>;
  /** Idempotent. Neither the database nor the audit log is closed. */
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 3_600_000;

/** @throws {VaultError} WRONG_KEY when the database was encrypted with another key. */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { database, shared, vault, config, audit, log, clock, now } = options;
  const { queries } = database;
  const { auth, tenancy } = config;
  const letsTenantIn = isLetIn(tenancy.mode);

  // How somebody proves who they are
  const cache = new PrincipalCache({ database, clock, now });
  const keys = new SigningKeys({ queries, vault, now });
  const accessTokens = new AccessTokens({ keys, now });
  const signIns = new SignIns({ queries, letsTenantIn, cache, accessTokens, audit, now });
  const hasher = new PasswordHasher();
  const lockOut = new LockOut({ queries, shared, now });
  const passwords = new PasswordSignIn({
    queries,
    letsTenantIn,
    cache,
    hasher,
    lockOut,
    signIns,
    audit,
    now,
  });
  const links = new OneTimeLinks({ queries, now });

  // Who there is
  const users = new Users({ queries, cache, links, signIns, audit, now });
  const welcome = new Welcome({
    queries,
    letsTenantIn,
    cache,
    links,
    hasher,
    passwords,
    users,
    signIns,
    audit,
  });
  const apiKeys = new ApiKeys({ queries, letsTenantIn, cache, audit, now });
  const tenants = new Tenants({ queries, cache, users, audit, mode: tenancy.mode, now });
  const settings = new UserSettings({ queries, vault, audit, now });

  const deviceTokens = new DeviceTokens({
    devices: new DatabaseDeviceStore(database, tenancy.mode),
    keys,
    passwords,
    passwordSignIn: config.devices.passwordSignIn,
    now,
  });

  // Others that vouch for people
  const { trustedProxies, proxyDefaultRole, oidc } = auth;
  const proxyUsers = new ProxyUsers({
    queries,
    letsTenantIn,
    cache,
    users,
    audit,
    trustedProxies,
    defaultRole: proxyDefaultRole,
  });
  const oidcUsers = new OidcUsers({ queries, letsTenantIn, users, audit, ...oidc });
  const oidcSignIn = new OidcSignIn({ settings: oidc, vault, users: oidcUsers, signIns, audit, log, now });

  // A wrong key of the vault shows at the start, not at the first sign-in.
  await keys.current();
  const localKey = createLocalKey();
  const onError = (error: unknown): void => log.warn({ err: error }, 'the use of an API key was not noted');
  const authenticator = new Authenticator({
    accessTokens,
    deviceTokens,
    signIns,
    apiKeys,
    proxyUsers,
    localKey,
    cache,
    onError,
  });

  const sweep = async (): Promise<void> => {
    await signIns.sweep();
    await links.sweep();
    await keys.sweep();
  };
  let sweeping: Promise<void> | undefined;
  let cancelSweep = (): void => {};
  const sweepLater = (): void => {
    cancelSweep = clock.after(SWEEP_EVERY_MS, () => {
      sweeping = sweep().catch((error: unknown) =>
        log.warn({ err: error }, 'what is over could not be removed'),
      );
      sweepLater();
    });
  };
  sweepLater();

  return {
    authenticator,
    localKey,
    deviceTokens,
    passwords,
    welcome,
    signIns,
    users,
    apiKeys,
    tenants,
    settings,
    now,
    sweep,
    oidc: oidcSignIn,
    hasOidc: oidc.issuer !== undefined,
    proxyUserHeader: auth.proxyUserHeader?.toLowerCase(),
    figures: () => ({
      auth_proxy_headers_ignored_total: proxyUsers.ignored,
      auth_passwords_refused_busy_total: hasher.figures.refused,
      auth_passwords_waiting: hasher.figures.waiting,
      auth_principals_cached: cache.size,
      audit_entries_waiting: audit.figures.waiting,
      audit_entries_dropped_total: audit.figures.dropped,
      audit_write_failures_total: audit.figures.failures,
    }),
    async setupLink(baseUrl = config.http.publicUrl ?? `http://localhost:${config.http.port}`) {
      const link = await welcome.setUp();
      return link && linkUrl(baseUrl, link.token);
    },
    async close() {
      cancelSweep();
      cache.close();
      await sweeping;
    },
  };
}
