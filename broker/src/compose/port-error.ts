/** What the operating system says of a port that cannot be had, with the setting that asks for it. */
import type { Config } from '../config/schema.ts';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'is in use by another program, perhaps another broker. Stop that program, or choose another port',
  EACCES: 'may not be opened by this user. Choose one from 1024 on, or allow it (CAP_NET_BIND_SERVICE)',
  EADDRNOTAVAIL: 'is not one of this machine. Choose an address that the machine has, or 0.0.0.0 for all',
};

/** Every other error as it is. */
export function namingSetting(error: unknown, { mqtt, http }: Config): unknown {
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  const reason = REASONS[code ?? ''];
  if (!reason || (syscall !== 'listen' && syscall !== 'bind')) return error;
  const ports = {
    'mqtt.port': mqtt.port,
    'mqtt.websocketPort': mqtt.websocketPort,
    'mqtt.tlsPort': mqtt.tlsPort,
    'mqtt.secureWebsocketPort': mqtt.secureWebsocketPort,
    'http.port': http.port,
  };
  const names = Object.entries(ports).flatMap(([name, value]) => (value === port ? [name] : []));
  const settings = code === 'EADDRNOTAVAIL' ? names.map((name) => name.replace(/\..*/, '.host')) : names;
  const where = `${address?.includes(':') ? `[${address}]` : address}:${port}`;
  const text = `${code}: the address ${where} ${reason}: the setting ${[...new Set(settings)].join(' or ')}.`;
  return Object.assign(new Error(text, { cause: error }), { code });
}
