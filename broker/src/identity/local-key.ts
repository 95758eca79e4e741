/** The owner of the machine: whoever can read the data folder may do everything, so a command line needs no account. */
import { timingSafeEqual } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { replaceFile } from '../store/durable-file.ts';
import { PERMISSIONS } from './permissions.ts';
import type { LocalPrincipal } from './principal.ts';
import { randomToken, tokenHash } from './random-token.ts';

export const LOCAL_KEY_FILE = 'local.key';
export const LOCAL_KEY_PREFIX = 'local_';

export interface LocalKey {
  /** @param address of the socket: a forwarded one is the word of somebody else. */
  recognise(key: string, address: string | undefined, via: LocalPrincipal['via']): LocalPrincipal | undefined;
}

/** A new one at each start. */
export async function writeLocalKey(dataDir: string): Promise<LocalKey> {
  const key = LOCAL_KEY_PREFIX + randomToken();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await replaceFile(join(dataDir, LOCAL_KEY_FILE), `${key}\n`, 0o600);
  const hash = tokenHash(key);
  return {
    recognise(given, address, via) {
      if (!isLoopback(address) || !timingSafeEqual(tokenHash(given), hash)) return undefined;
      return {
        kind: 'local',
        id: 'local',
        name: 'owner of the machine',
        tenantId: 'default',
        role: 'owner',
        permissions: new Set(PERMISSIONS),
        scope: 'tenant',
        via,
      };
    },
  };
}

/** For the command line. Undefined where no broker has made one. */
export async function readLocalKey(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDir, LOCAL_KEY_FILE), 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
