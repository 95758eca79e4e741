/** Structured logs. What people said is personal data: it stands under `pii`, which is left out unless switched on. */
import { type DestinationStream, type Logger, pino } from 'pino';

export interface LogOptions {
  readonly level: string;
  readonly pretty: boolean;
  readonly pii: boolean;
  /** Where lines go instead of standard error. */
  readonly destination?: DestinationStream;
}

const SECRETS = [
  'secret',
  'password',
  'credentials',
  'authorization',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'apiKey',
  'llmApiKey',
  'metricsToken',
  'webhookSecret',
  'wecomUrl',
  'smtpUrl',
  'cookie',
  'secretKey',
  'clientSecret',
  'token',
  'accessToken',
  'refreshToken',
];

/** Wherever a line may carry it: at the top, in an object, or in an object of that. */
const anywhere = (key: string): string[] => [key, `*.${key}`, `*.*.${key}`];

export async function createLog({ level, pretty, pii, destination }: LogOptions): Promise<Logger> {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: (pii ? SECRETS : [...SECRETS, 'pii']).flatMap(anywhere), remove: true },
  };
  return pino(options, destination ?? (await standardError(pretty)));
}

/** For people, or as the lines are. */
export async function standardError(pretty: boolean): Promise<DestinationStream> {
  if (!pretty) return pino.destination({ dest: 2, sync: true });
  const { default: prettyStream } = await import('pino-pretty');
  return prettyStream({ destination: 2, sync: true, ignore: 'pid,hostname', translateTime: 'HH:MM:ss.l' });
}
