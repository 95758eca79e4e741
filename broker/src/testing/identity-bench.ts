/** People, programs and tenants over real HTTP, on a database in memory, at a time that the test sets. */
import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { authenticateBy } from '../api/authenticate.ts';
import { type ApiSettings, DEFAULT_API_SETTINGS } from '../api/create-api.ts';
import { createMemoryIdempotencyStore } from '../api/habits/memory-idempotency-store.ts';
import { type HttpServer, startHttpServer } from '../api/http-server.ts';
import { withOrigins } from '../api/request-origin.ts';
import { identityRoutes } from '../api/routes/identity.ts';
import { AuditEntries } from '../audit/audit-entries.ts';
import { AuditLog } from '../audit/audit-log.ts';
import { systemClock } from '../clock.ts';
import { type Identity, type IdentityConfig, createIdentity } from '../identity/create-identity.ts';
import { PasswordHasher } from '../identity/password-hasher.ts';
import type { Role } from '../identity/permissions.ts';
import type { UserRow } from '../identity/user-view.ts';
import type { Database } from '../store/database.ts';
import { openInMemory } from '../store/open-in-memory.ts';
import { MemorySharedState } from '../store/shared/memory-shared-state.ts';
import { createVault } from '../store/vault.ts';
import { createLog } from '../telemetry/log.ts';

/** The same for all that use one database. */
const vaultKey = randomBytes(32);

export const PASSWORD = 'vier kleine Vögel';

export interface IdentityBenchOptions {
  readonly auth?: Partial<IdentityConfig['auth']>;
  readonly tenancy?: IdentityConfig['tenancy'];
  readonly settings?: Partial<ApiSettings>;
}

export const openTestDatabase = (): Promise<Database> => openInMemory(pino({ level: 'silent' }));

export async function emptyPeople({ queries }: Database): Promise<void> {
  await sql`truncate users, one_time_links, sign_ins, refresh_tokens, signing_keys, api_keys, user_settings,
    audit_log cascade`.execute(queries);
  await sql`delete from tenants where id <> 'default'`.execute(queries);
}

export class IdentityBench {
  readonly #log: { text: string };
  readonly #server: HttpServer;
  readonly #time: { offsetMs: number };
  readonly dataDir: string;
  readonly identity: Identity;
  readonly audit: AuditLog;
  readonly database: Database;

  private constructor(parts: {
    log: { text: string };
    server: HttpServer;
    time: { offsetMs: number };
    dataDir: string;
    identity: Identity;
    audit: AuditLog;
    database: Database;
  }) {
    this.#log = parts.log;
    this.#server = parts.server;
    this.#time = parts.time;
    this.dataDir = parts.dataDir;
    this.identity = parts.identity;
    this.audit = parts.audit;
    this.database = parts.database;
  }

  static async start(database: Database, options: IdentityBenchOptions = {}): Promise<IdentityBench> {
    const { auth, tenancy = { mode: 'single' }, settings } = options;
    const dataDir = await mkdtemp(join(tmpdir(), 'pipit-identity-'));
    const seen = { text: '' };
    const destination = { write: (line: string) => void (seen.text += line) };
    const log = await createLog({ level: 'trace', pretty: false, pii: true, destination });
    const time = { offsetMs: 0 };
    const startMs = Date.now();
    const now = (): number => startMs + time.offsetMs;
    const clock = systemClock;
    const audit = new AuditLog({ queries: database.queries, log, clock, now });
    const shared = new MemorySharedState({ clock });
    const api = { ...DEFAULT_API_SETTINGS, signInPerMinute: 1000, rateLimitPerMinute: 10_000, ...settings };
    const identity = await createIdentity({
      database,
      shared,
      audit,
      log,
      clock,
      now,
      vault: createVault(vaultKey),
      config: {
        tenancy,
        devices: { passwordSignIn: false },
        http: { publicUrl: settings?.publicUrl, port: 0 },
        auth: { trustedProxies: [], oidc: { scopes: ['openid', 'email'], allowedDomains: [] }, ...auth },
      },
    });
    const server = await startHttpServer({
      host: '127.0.0.1',
      port: 0,
      settings: api,
      authenticate: authenticateBy(identity),
      routes: identityRoutes({ identity, web: api, auditEntries: new AuditEntries(database.queries) }),
      idempotency: createMemoryIdempotencyStore({ clock }),
      shared,
      audit: withOrigins(audit),
      clock,
      log,
    });
    return new IdentityBench({ log: seen, server, time, dataDir, identity, audit, database });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** All that was logged. */
  get log(): string {
    return this.#log.text;
  }

  /** Later in wall time. */
  later(ms: number): void {
    this.#time.offsetMs += ms;
  }

  browser(headers: Record<string, string> = {}): Browser {
    return new Browser(this.url, headers);
  }

  /** Somebody with the password of all tests. */
  async person(
    role: Role,
    { name = role, tenantId = 'default' }: { name?: string; tenantId?: string } = {},
  ): Promise<UserRow> {
    const { queries } = this.database;
    await queries
      .insertInto('tenants')
      .values({ id: tenantId, name: tenantId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const email = `${name}@${tenantId}.example.com`;
    const user = await this.identity.users.insert(queries, tenantId, { email, name, role });
    passwordHash ??= new PasswordHasher().hash(PASSWORD);
    await this.identity.passwords.set(queries, user.id, await passwordHash);
    return user;
  }

  /** A browser in which somebody has signed in. */
  async signedIn(user: UserRow): Promise<Browser & { accessToken: string }> {
    const browser = this.browser();
    const { status, body } = await browser.post('/api/auth/login', { email: user.email, password: PASSWORD });
    if (status !== 200) throw new Error(`The sign-in failed with ${status}: ${JSON.stringify(body)}`);
    return Object.assign(browser, { accessToken: body['accessToken'] as string });
  }

  /** What the audit log has, the first first. */
  async audited(): Promise<{ action: string; result: string; actorId: string; detail: object | null }[]> {
    await this.audit.flush();
    return this.database.queries
      .selectFrom('auditLog')
      .select(['action', 'result', 'actorId', 'detail'])
      .orderBy('id')
      .execute();
  }

  async close(): Promise<void> {
    await this.#server.close();
    await this.identity.close();
    await this.audit.close();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}

let passwordHash: Promise<string> | undefined;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** Keeps cookies, and sends the CSRF header that pages of ours send. */
export class Browser {
  readonly #url: string;
  readonly #headers: Record<string, string>;
  readonly cookies = new Map<string, { value: string; path: string; attributes: string }>();
  sendsCsrf = true;

  constructor(url: string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  get = (path: string, headers?: Record<string, string>) => this.ask('GET', path, undefined, headers);
  post = (path: string, body?: object, headers?: Record<string, string>) =>
    this.ask('POST', path, body, headers);
  put = (path: string, body?: object, headers?: Record<string, string>) =>
    this.ask('PUT', path, body, headers);
  patch = (path: string, body?: object, headers?: Record<string, string>) =>
    this.ask('PATCH', path, body, headers);
  delete = (path: string, headers?: Record<string, string>) => this.ask('DELETE', path, undefined, headers);

  async ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const { pathname } = new URL(path, this.#url);
    const cookies = [...this.cookies].filter(([, cookie]) => pathname.startsWith(cookie.path));
    const csrf = this.cookies.get('pipit_csrf');
    const response = await fetch(new URL(path, this.#url), {
      method,
      redirect: 'manual',
      ...(body && { body: JSON.stringify(body) }),
      headers: {
        ...(cookies.length > 0 && {
          cookie: cookies.map(([name, { value }]) => `${name}=${value}`).join('; '),
        }),
        ...(csrf && this.sendsCsrf && { 'x-pipit-csrf': csrf.value }),
        ...(body && { 'content-type': 'application/json' }),
        ...this.#headers,
        ...headers,
      },
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    const parsed = isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: response.status, headers: response.headers, body: parsed, text };
  }

  #keep(line: string): void {
    const [pair = '', ...rest] = line.split('; ');
    const attributes = rest.join('; ');
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const expires = /Expires=([^;]+)/.exec(attributes)?.[1];
    if (value === '' || /Max-Age=0/.test(attributes) || (expires && Date.parse(expires) <= Date.now()))
      this.cookies.delete(name);
    else this.cookies.set(name, { value, path: /Path=([^;]+)/.exec(attributes)?.[1] ?? '/', attributes });
  }
}
