/** The owner of the machine: whoever can read the data folder may do everything, so a command line needs no account. */
import { timingSafeEqual } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { replaceFile } from '../store/durable-file.ts';
import { PERMISSIONS } from './permissions.ts';
import type { LocalPrincipal } from './principal.ts';
import { randomToken, tokenHash } from './random-token.ts';

/** In the data folder. */
export const LOCAL_ACCESS_FILE = 'local-access.json';
export const LOCAL_KEY_PREFIX = 'local_';

/** How the machine's owner reaches the broker. */
export interface LocalAccess {
  /** Of the HTTP API, on loopback. */
  readonly url: string;
  readonly key: string;
}

export interface LocalKey {
  /** @param address of the socket: a forwarded one is the word of somebody else. */
  recognise(key: string, address: string | undefined, via: LocalPrincipal['via']): LocalPrincipal | undefined;
  /** Leaves it where only the owner finds it. Returns a function that takes it away again. */
  publish(dataDir: string, url: string): Promise<() => Promise<void>>;
}

const accessSchema = z.object({ url: z.string(), key: z.string() });

export const localPrincipal = (via: LocalPrincipal['via']): LocalPrincipal => ({
  kind: 'local',
  id: 'local',
  name: 'owner of the machine',
  tenantId: 'default',
  role: 'owner',
  permissions: new Set(PERMISSIONS),
  scope: 'tenant',
  via,
});

/** A new one for each process. */
export function createLocalKey(): LocalKey {
  const key = LOCAL_KEY_PREFIX + randomToken();
  const hash = tokenHash(key);
  return {
    recognise(given, address, via) {
      if (!isLoopback(address) || !timingSafeEqual(tokenHash(given), hash)) return undefined;
      return localPrincipal(via);
    },
    async publish(dataDir, url) {
      const file = join(dataDir, LOCAL_ACCESS_FILE);
      await mkdir(dataDir, { recursive: true, mode: 0o700 });
      await replaceFile(file, `${JSON.stringify({ url, key })}\n`, 0o600);
      return async () => {
        // The next broker may have left its own already.
        if ((await readLocalAccess(dataDir))?.key === key) await rm(file, { force: true });
      };
    },
  };
}

/** For the command line. Undefined where no broker has left one. */
export async function readLocalAccess(dataDir: string): Promise<LocalAccess | undefined> {
  try {
    return accessSchema.parse(JSON.parse(await readFile(join(dataDir, LOCAL_ACCESS_FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && ipaddr.isValid(address) && ipaddr.process(address).range() === 'loopback';
}
