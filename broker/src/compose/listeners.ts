/** Where devices come in, as the configuration says. */
import { ConfigError } from '../config/load.ts';
import { readPem } from '../config/pem-file.ts';
import type { Config } from '../config/schema.ts';
import type { ListenerOptions } from '../device/mqtt-server.ts';
import type { OpenDoors } from '../device/open-doors.ts';
import { IdentityError } from '../identity/identity-error.ts';
import type { PasswordSignIn } from '../identity/password-sign-in.ts';

/** @throws {ConfigError} when a certificate cannot be had. */
export async function listenersOf({ mqtt }: Config): Promise<ListenerOptions[]> {
  const { host, port, websocketPort, tlsPort, secureWebsocketPort } = mqtt;
  const plain: ListenerOptions[] = [
    { kind: 'tcp', host, port },
    { kind: 'ws', host, port: websocketPort },
  ];
  const { certFile, keyFile, caFile, requireCertificate } = mqtt.tls;
  if (!certFile || !keyFile) return plain;
  const [cert, key, ca] = await Promise.all([
    readPem(certFile, 'mqtt.tls.certFile'),
    readPem(keyFile, 'mqtt.tls.keyFile', 'PRIVATE KEY'),
    caFile && readPem(caFile, 'mqtt.tls.caFile'),
  ]).catch((error: Error) => {
    throw new ConfigError([error.message]);
  });
  const tls = { cert, key, ...(ca && { ca, requireCertificate }) };
  return [
    ...plain,
    { kind: 'tls', host, port: tlsPort, tls },
    { kind: 'wss', host, port: secureWebsocketPort, tls },
  ];
}

/** What the configuration allows to devices of old. */
export function openDoorsOf({ devices }: Config, passwords: PasswordSignIn): OpenDoors {
  const { passwordSignIn, openRegistration } = devices;
  return {
    openRegistration,
    ...(passwordSignIn && {
      checkPassword: async ({ email, password, address }) => {
        const origin = { address };
        try {
          const user = await passwords.check({ email, password }, origin);
          return {
            userId: user.id,
            record: (deviceId, result) => passwords.recordDevice(user, deviceId, result, origin),
          };
        } catch (error) {
          if (error instanceof IdentityError) return undefined;
          throw error;
        }
      },
    }),
  };
}
