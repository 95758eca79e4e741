/**
 * The address of a PostgreSQL server, and what it says about encryption. The driver lets the address win over everything
 * else; here `database.caFile` wins, and an address that says otherwise is refused.
 */
import { Client, type ClientConfig } from 'pg';
import { readPem } from '../config/pem-file.ts';
import { DatabaseError } from './database-error.ts';

export interface ServerAddress {
  /** `postgresql://user:password@host:port/database?…`. A secret. */
  readonly url: string;
  /** PEM file with the authorities that the server's certificate must come from; turns TLS on. */
  readonly caFile?: string | undefined;
}

/** Of the address, what is about encryption. */
const PARAMETERS = [
  'ssl',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslnegotiation',
  'uselibpqcompat',
] as const;

type Encryption = 'off' | 'verified' | 'unverified';

/** Where certificate and name are checked, they are checked fully: a half check keeps nobody out. */
const MEANINGS: Readonly<Record<string, Encryption>> = {
  'sslmode=disable': 'off',
  'sslmode=no-verify': 'unverified',
  'sslmode=require': 'verified',
  'sslmode=verify-ca': 'verified',
  'sslmode=verify-full': 'verified',
  'ssl=false': 'off',
  'ssl=0': 'off',
  'ssl=no-verify': 'unverified',
  'ssl=true': 'verified',
  'ssl=1': 'verified',
};

/** @throws {DatabaseError} MISCONFIGURED; its text holds nothing of the address but parameters about encryption. */
export async function connectionTo({ url, caFile }: ServerAddress): Promise<ClientConfig> {
  refuseUnreadable(url);
  const [address = '', query = ''] = splitAt(url, '?');
  const parameters = new URLSearchParams(query);
  const given = Object.fromEntries(PARAMETERS.map((name) => [name, parameters.get(name)]));
  for (const name of PARAMETERS) parameters.delete(name);
  const connection = {
    connectionString: parameters.size > 0 ? `${address}?${parameters.toString()}` : address,
  };
  const encryption = encryptionOf(given, caFile);
  // Undefined: nobody has said anything.
  if (!encryption) return connection;
  if (encryption === 'off') return { ...connection, ssl: false };
  const authorities = caFile ?? fileOf(given['sslrootcert']);
  const [ca, cert, key] = await Promise.all([
    authorities && pem(authorities, caFile ? 'database.caFile' : 'sslrootcert of database.url'),
    given['sslcert'] && pem(given['sslcert'], 'sslcert of database.url'),
    given['sslkey'] && pem(given['sslkey'], 'sslkey of database.url', 'PRIVATE KEY'),
  ]);
  return {
    ...connection,
    ...(given['sslnegotiation'] === 'direct' && { sslnegotiation: 'direct' }),
    ssl: {
      rejectUnauthorized: encryption === 'verified',
      ...(ca && { ca }),
      ...(cert && { cert }),
      ...(key && { key }),
    },
  };
}

const pem = (...file: Parameters<typeof readPem>): Promise<string> =>
  readPem(...file).catch((error: Error) => {
    throw new DatabaseError('MISCONFIGURED', error.message, { cause: error });
  });

/** Its parts would be taken for others, and the wrong ones told: a piece of the password as the name of the server. */
function refuseUnreadable(url: string): void {
  const [, rest = ''] = /^[^:]+:\/\/[^/?#]*(.*)$/s.exec(url) ?? [];
  try {
    if (/[@#]/.test(rest)) throw new TypeError('a part is not where it belongs');
    // Connects to nothing yet.
    void new Client({ connectionString: splitAt(url, '?')[0] });
  } catch {
    throw misconfigured(
      'cannot be read. It is to look like postgresql://user:password@host:5432/pipit; in all its parts the characters : / ? # @ % are written by their number, like %40 for @ and %23 for #',
    );
  }
}

function encryptionOf(
  given: Readonly<Record<string, string | null>>,
  caFile: string | undefined,
): Encryption | undefined {
  const said = (['sslmode', 'ssl'] as const).flatMap((name) =>
    given[name] ? [`${name}=${given[name]}`] : [],
  );
  const unknown = said.find((text) => !(text in MEANINGS));
  if (unknown) {
    const known = 'sslmode=disable, no-verify, require, verify-ca or verify-full';
    // Such as `prefer`, which would go on in clear where the server, or whoever stands in between, wants it so.
    throw misconfigured(`says ${unknown}, which does not say whether to encrypt. Write ${known}`);
  }
  const meanings = said.map((text) => MEANINGS[text]!);
  if (new Set(meanings).size > 1)
    throw misconfigured(`says both ${said.join(' and ')}. Leave one of them out`);
  const [meaning] = meanings;
  if (caFile) {
    if (given['sslrootcert'])
      throw misconfigured(
        'names authorities by sslrootcert, and database.caFile does so too. Leave one of them out',
      );
    if (meaning && meaning !== 'verified')
      throw misconfigured(
        `says ${said[0]}, but database.caFile is set, so the server's certificate is to be checked. Leave one of them out`,
      );
    return 'verified';
  }
  const isAbout =
    given['sslrootcert'] || given['sslcert'] || given['sslkey'] || given['sslnegotiation'] === 'direct';
  return meaning ?? (isAbout ? 'verified' : undefined);
}

/** `system` is what PostgreSQL's own programs call the authorities that the system knows. */
const fileOf = (sslrootcert: string | null | undefined): string | undefined =>
  sslrootcert && sslrootcert !== 'system' ? sslrootcert : undefined;

/** Once, at the first. */
function splitAt(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

const misconfigured = (what: string): DatabaseError =>
  new DatabaseError('MISCONFIGURED', `The setting database.url (DATABASE_URL) ${what}.`);
