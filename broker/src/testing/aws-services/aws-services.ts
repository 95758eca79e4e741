/**
 * The Bedrock runtimes and Lambda on this machine, as far as the broker's tools use them: paths, headers, errors and
 * streams are those of the real services, so that the SDK is used as it is. What is answered, the test says.
 */
import { once } from 'node:events';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AwsAnswer, refusal } from './aws-answer.ts';
import { converseProblem } from './converse-rules.ts';

export type AwsOperation = 'retrieve' | 'inlineAgent' | 'converse' | 'invoke' | 'functionConfiguration';

export interface AwsRequest {
  readonly operation: AwsOperation;
  /** What the path names: a knowledge base, a session, a model, a function. */
  readonly name: string;
  readonly headers: IncomingMessage['headers'];
  // What was sent, whatever it is: tests look into it.
  readonly body: Readonly<Record<string, unknown>>;
  /** Resolves when the client has gone before it had its answer. */
  readonly gone: Promise<void>;
}

type Answering = AwsAnswer | ((request: AwsRequest) => AwsAnswer | Promise<AwsAnswer>);

interface Route {
  readonly operation: AwsOperation;
  readonly method: string;
  readonly path: RegExp;
  /** As it stands in the signature. */
  readonly service: string;
}

const ROUTES: readonly Route[] = [
  {
    operation: 'retrieve',
    method: 'POST',
    path: /^\/knowledgebases\/([^/]+)\/retrieve$/,
    service: 'bedrock',
  },
  { operation: 'inlineAgent', method: 'POST', path: /^\/agents\/([^/]+)$/, service: 'bedrock' },
  { operation: 'converse', method: 'POST', path: /^\/model\/([^/]+)\/converse$/, service: 'bedrock' },
  {
    operation: 'invoke',
    method: 'POST',
    path: /^\/2015-03-31\/functions\/([^/]+)\/invocations$/,
    service: 'lambda',
  },
  {
    operation: 'functionConfiguration',
    method: 'GET',
    path: /^\/2015-03-31\/functions\/([^/]+)\/configuration$/,
    service: 'lambda',
  },
];

const INSTRUCTION_CHARS = 40;

export class AwsServices implements AsyncDisposable {
  readonly requests: AwsRequest[] = [];
  readonly #server: Server;
  readonly #answers = new Map<AwsOperation, Answering[]>();
  readonly #waiting = new Set<() => void>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<AwsServices> {
    const server = createServer();
    const services = new AwsServices(server);
    server.on('request', (request, response) => void services.#serve(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return services;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** One after the other; the last one for all that follow. */
  answer(operation: AwsOperation, ...answers: Answering[]): this {
    this.#answers.set(operation, answers);
    return this;
  }

  of(operation: AwsOperation): AwsRequest[] {
    return this.requests.filter((request) => request.operation === operation);
  }

  /** The first of this kind, waited for. */
  async request(operation: AwsOperation): Promise<AwsRequest> {
    for (;;) {
      const [found] = this.of(operation);
      if (found) return found;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { promise: gone, resolve: left } = Promise.withResolvers<void>();
    response.on('close', () => response.writableEnded || left());
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const path = incoming.url!.split('?')[0]!;
    const route = ROUTES.find((one) => one.method === incoming.method && one.path.test(path));
    if (!route) return send(response, refusal('UnknownOperationException', 404, `There is no ${path}.`));
    const problem = signatureProblem(incoming.headers, route.service);
    if (problem) return send(response, refusal('MissingAuthenticationTokenException', 403, problem));
    const request: AwsRequest = {
      operation: route.operation,
      name: decodeURIComponent(route.path.exec(path)![1]!),
      headers: incoming.headers,
      body: text === '' ? {} : (JSON.parse(text) as AwsRequest['body']),
      gone,
    };
    this.requests.push(request);
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    const refused = bodyProblem(request);
    if (refused) return send(response, refusal('ValidationException', 400, refused));
    const answers = this.#answers.get(route.operation) ?? [];
    const answering = answers.length > 1 ? answers.shift() : answers[0];
    if (!answering)
      return send(response, refusal('ResourceNotFoundException', 404, 'The test says nothing.'));
    send(response, typeof answering === 'function' ? await answering(request) : answering);
  }
}

/** AWS Signature Version 4: all its parts, for this service. */
function signatureProblem(headers: IncomingMessage['headers'], service: string): string | undefined {
  const signed =
    /^AWS4-HMAC-SHA256 Credential=\S+\/\d{8}\/[\w-]+\/([\w-]+)\/aws4_request, SignedHeaders=(\S+), Signature=[0-9a-f]{64}$/.exec(
      headers.authorization ?? '',
    );
  if (!signed) return 'Missing Authentication Token';
  if (signed[1] !== service) return `Credential should be scoped to correct service: '${service}'.`;
  const names = signed[2]!.split(';');
  const missing = ['host', 'x-amz-date'].filter((name) => !names.includes(name) || !headers[name]);
  return missing.length > 0 ? `'${missing.join()}' must be a 'SignedHeader'.` : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** What each service refuses by itself. */
function bodyProblem({ operation, body }: AwsRequest): string | undefined {
  switch (operation) {
    case 'retrieve':
      return isText((body['retrievalQuery'] as { text?: unknown } | undefined)?.text)
        ? undefined
        : '1 validation error detected: retrievalQuery must not be null';
    case 'inlineAgent':
      if (!isText(body['instruction']) || body['instruction'].length < INSTRUCTION_CHARS)
        return `1 validation error detected: instruction must have length greater than or equal to ${INSTRUCTION_CHARS}`;
      return body['foundationModel']
        ? undefined
        : '1 validation error detected: foundationModel must not be null';
    case 'converse':
      return converseProblem(body);
    case 'invoke':
    case 'functionConfiguration':
      return undefined;
  }
}

function send(response: ServerResponse, answer: AwsAnswer): void {
  const requestId = { 'x-amzn-requestid': crypto.randomUUID() };
  switch (answer.kind) {
    case 'json':
      response.writeHead(answer.status ?? 200, {
        'content-type': 'application/json',
        ...requestId,
        ...answer.headers,
      });
      return void response.end(JSON.stringify(answer.body));
    case 'raw':
      response.writeHead(200, { ...requestId, ...answer.headers });
      return void response.end(answer.body);
    case 'events':
      response.writeHead(200, {
        'content-type': 'application/vnd.amazon.eventstream',
        'x-amzn-bedrock-agent-content-type': 'application/json',
        'x-amz-bedrock-agent-session-id': 'session',
        ...requestId,
      });
      return sendEvents(response, answer);
    case 'silence':
      return;
    case 'lost':
      return void response.destroy();
  }
}

function sendEvents(
  response: ServerResponse,
  { messages, ends }: Extract<AwsAnswer, { kind: 'events' }>,
): void {
  const bytes = Buffer.concat(messages);
  if (ends === 'well') return void response.end(bytes);
  if (ends === 'torn') return void response.end(bytes.subarray(0, -7));
  response.write(bytes, () => {
    if (ends === 'lost') response.destroy();
  });
  if (bytes.length === 0) response.flushHeaders();
}
