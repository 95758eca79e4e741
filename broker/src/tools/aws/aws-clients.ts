/** The clients of Amazon's services: opened when the first tool needs them, shared by all conversations. */
import { BedrockAgentRuntimeClient } from '@aws-sdk/client-bedrock-agent-runtime';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { ToolError } from '../tool-source.ts';

export interface AwsClientSettings {
  readonly region: string;
  /** Other addresses of the services. */
  readonly runtimeEndpoint?: string | undefined;
  readonly agentRuntimeEndpoint?: string | undefined;
  readonly lambdaEndpoint?: string | undefined;
  readonly connectTimeoutMs: number;
  /** Of one request. */
  readonly maxAttempts: number;
}

/** Regions stand in the settings of devices, so there may be any number of them; the others are made anew. */
const MAX_REGIONS = 8;
const MAX_SOCKETS = 200;

export class AwsClients {
  readonly #settings: AwsClientSettings;
  /** One for all: a client that is let go must not take the connections of others along. */
  readonly #connections: NodeHttpHandler;
  #runtime: BedrockRuntimeClient | undefined;
  #agentRuntime: BedrockAgentRuntimeClient | undefined;
  /** By region, the one that was used last at the end. Each costs memory, no connection. */
  readonly #lambdas = new Map<string, LambdaClient>();
  #closed = false;

  constructor(settings: AwsClientSettings) {
    this.#settings = settings;
    const agent = { keepAlive: true, maxSockets: MAX_SOCKETS };
    // Who asks ends what takes too long, so there is no timeout of a request.
    this.#connections = new NodeHttpHandler({
      connectionTimeout: settings.connectTimeoutMs,
      httpAgent: agent,
      httpsAgent: agent,
    });
  }

  /** Models. */
  get runtime(): BedrockRuntimeClient {
    const { region, runtimeEndpoint } = this.#settings;
    return (this.#runtime ??= new BedrockRuntimeClient(this.#configuration(region, runtimeEndpoint)));
  }

  /** Knowledge bases and inline agents. */
  get agentRuntime(): BedrockAgentRuntimeClient {
    const { region, agentRuntimeEndpoint } = this.#settings;
    return (this.#agentRuntime ??= new BedrockAgentRuntimeClient(
      this.#configuration(region, agentRuntimeEndpoint),
    ));
  }

  /** Functions are in regions of their own. */
  lambda(region: string): LambdaClient {
    const { lambdaEndpoint, maxAttempts } = this.#settings;
    const client =
      this.#lambdas.get(region) ??
      new LambdaClient({
        ...this.#configuration(region, lambdaEndpoint),
        retryStrategy: new WhenThrottled(maxAttempts),
      });
    this.#lambdas.delete(region);
    this.#lambdas.set(region, client);
    const [oldest] = this.#lambdas.keys();
    if (oldest !== undefined && this.#lambdas.size > MAX_REGIONS) this.#lambdas.delete(oldest);
    return client;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#connections.destroy();
  }

  #configuration(region: string, endpoint: string | undefined) {
    if (this.#closed) throw new ToolError('UNAVAILABLE', 'The broker is stopping.');
    return {
      region,
      ...(endpoint && { endpoint }),
      maxAttempts: this.#settings.maxAttempts,
      requestHandler: this.#connections,
      // The SDK would write to the console.
      logger: SILENT,
    };
  }
}

const SILENT = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/** A function that was refused did nothing. After any other failure it may have done all, and is not called twice. */
class WhenThrottled extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(
    ...[token, info]: Parameters<StandardRetryStrategy['refreshRetryTokenForRetry']>
  ): ReturnType<StandardRetryStrategy['refreshRetryTokenForRetry']> {
    if (info.errorType !== 'THROTTLING') throw info.error;
    return super.refreshRetryTokenForRetry(token, info);
  }
}
