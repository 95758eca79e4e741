/** Where devices come in, as the configuration says. */
import { readFileSync } from 'node:fs';
import type { Config } from '../config/schema.ts';
import type { ListenerOptions } from '../device/mqtt-server.ts';

export function listenersOf({ mqtt }: Config): ListenerOptions[] {
  const { host, port, websocketPort, tlsPort, secureWebsocketPort } = mqtt;
  const plain: ListenerOptions[] = [
    { kind: 'tcp', host, port },
    { kind: 'ws', host, port: websocketPort },
  ];
  const { certFile, keyFile, caFile } = mqtt.tls;
  if (!certFile || !keyFile) return plain;
  const tls = {
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    ...(caFile && { ca: readFileSync(caFile), requestCert: true }),
  };
  return [
    ...plain,
    { kind: 'tls', host, port: tlsPort, tls },
    { kind: 'wss', host, port: secureWebsocketPort, tls },
  ];
}
