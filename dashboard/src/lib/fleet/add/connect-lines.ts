/** What to paste into a device, filled in: only what works as it stands. */
export interface Credentials {
  readonly mqttUrl: string;
  readonly deviceId: string;
  /** Undefined where it is not known any more. */
  readonly secret: string | undefined;
}

/** In place of a secret that was shown before. */
const PLACE = 'SECRET';

/** For a shell: in single quotes, whatever it holds. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;

export const environmentLines = ({ mqttUrl, deviceId, secret = PLACE }: Credentials): string =>
  [
    `export PIPIT_URL=${quoted(mqttUrl)}`,
    `export PIPIT_DEVICE_ID=${quoted(deviceId)}`,
    `export PIPIT_DEVICE_SECRET=${quoted(secret)}`,
  ].join('\n');

/** For Node.js with ALSA, as on a Raspberry Pi. It takes the environment of above. */
export const NODE_PROGRAM = `import { PipitDevice } from '@pipit/device-sdk';
import { AlsaSpeaker, alsaMicrophone } from '@pipit/device-sdk/node';

const { PIPIT_URL: url, PIPIT_DEVICE_ID: deviceId, PIPIT_DEVICE_SECRET: secret } = process.env;
const device = new PipitDevice({ url, deviceId, secret });
await device.connect();

const session = await device.openSession();
session.on('transcript', ({ role, text }) => console.log(\`\${role}: \${text}\`));
await session.play(new AlsaSpeaker());
await session.stream(alsaMicrophone());
`;

export const talkLines = (): string =>
  ['npm run pipit -- talk --mic --speaker', 'npm run pipit -- talk --in question.wav --out answer.wav'].join(
    '\n',
  );

export interface FirmwareValues {
  readonly host: string;
  readonly port: number;
  /** Whether the link is encrypted. */
  readonly isTls: boolean;
  /** MQTT over WebSocket needs a path. */
  readonly path: string | undefined;
  readonly topics: readonly { readonly topic: string; readonly qos: 0 | 1; readonly isUp: boolean }[];
}

const PORTS: Readonly<Record<string, number>> = { 'mqtt:': 1883, 'mqtts:': 8883, 'ws:': 80, 'wss:': 443 };

/** As docs/protocol.md has it. Undefined for an address that is none. */
export function firmwareValues({ mqttUrl, deviceId }: Credentials): FirmwareValues | undefined {
  if (!URL.canParse(mqttUrl)) return undefined;
  const { protocol, hostname, port, pathname } = new URL(mqttUrl);
  const isWeb = protocol.startsWith('ws');
  const topic = (name: string, qos: 0 | 1, isUp: boolean) => ({ topic: `p1/${deviceId}/${name}`, qos, isUp });
  return {
    host: hostname,
    port: Number(port) || (PORTS[protocol] ?? 0),
    isTls: protocol === 'mqtts:' || protocol === 'wss:',
    path: isWeb ? pathname : undefined,
    topics: [
      topic('uc', 1, true),
      topic('ua', 0, true),
      topic('dc', 1, false),
      topic('da', 0, false),
      topic('cf', 1, false),
    ],
  };
}

/** For a QR code: the names are those that a claimed device gets. */
export const credentialsText = ({ deviceId, secret, mqttUrl }: Credentials): string =>
  JSON.stringify({ deviceId, secret, mqttUrl });

/** Of a claim, from what a code shows: the code itself, or the address of this page with it. */
export function codeIn(scanned: string): string {
  if (!URL.canParse(scanned)) return scanned.trim();
  return new URL(scanned).searchParams.get('code') ?? '';
}
