/** Fake services, clients that reach them by the SDK as it is, and a log that can be read. */
import { pino } from 'pino';
import { type AwsClientSettings, AwsClients } from '../../tools/aws/aws-clients.ts';
import { type ToolOutcome, runTool } from '../../tools/tool-call.ts';
import type { ToolSource } from '../../tools/tool-source.ts';
import { systemClock } from '../../clock.ts';
import { AwsServices } from './aws-services.ts';

/** For the environment: the SDK looks there first. */
export const AWS_ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'planted secret key',
  AWS_SESSION_TOKEN: 'planted session token',
} as const;

export type AwsLogLine = Readonly<Record<string, unknown>>;

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export class AwsBench implements AsyncDisposable {
  readonly services: AwsServices;
  readonly clients: AwsClients;
  readonly lines: AwsLogLine[] = [];
  readonly log = pino(
    { level: 'debug' },
    { write: (line: string) => void this.lines.push(JSON.parse(line) as AwsLogLine) },
  );

  private constructor(services: AwsServices, settings: Partial<AwsClientSettings>) {
    this.services = services;
    this.clients = new AwsClients({
      region: 'eu-north-1',
      runtimeEndpoint: services.url,
      agentRuntimeEndpoint: services.url,
      lambdaEndpoint: services.url,
      connectTimeoutMs: 2000,
      maxAttempts: 3,
      ...settings,
    });
  }

  static async start(settings: Partial<AwsClientSettings> = {}): Promise<AwsBench> {
    return new AwsBench(await AwsServices.start(), settings);
  }

  /** As a conversation calls it. */
  async call(
    source: ToolSource,
    name: string,
    args: object,
    { signal, timeoutMs = 20_000 }: CallOptions = {},
  ): Promise<ToolOutcome & { readonly result: unknown }> {
    const outcome = await runTool(
      { source, name, input: JSON.stringify(args), cancelled: signal ?? new AbortController().signal },
      { timeoutMs, maxResultBytes: 16_384 },
      systemClock,
    );
    return { ...outcome, result: JSON.parse(outcome.json) as unknown };
  }

  /** Of what operators are told. */
  get warnings(): AwsLogLine[] {
    return this.lines.filter(({ level }) => level === 40);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.clients.close();
    await this.services[Symbol.asyncDispose]();
  }
}
