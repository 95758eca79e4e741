/** A Lambda function as a tool: one event for each call, and what the function returns is the answer. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { type Tool, type ToolCallOptions, ToolError, type ToolSource } from '../tool-source.ts';
import { answerOf, withoutArns } from './aws-failures.ts';
import { type AwsSourceOptions, neverChanges, requireTool } from './aws-source.ts';
import { type FunctionName, functionOf } from './function-arn.ts';

export interface LambdaFunctionOptions extends AwsSourceOptions {
  readonly arn: string;
  /** What the function says of itself. Never rejects. */
  readonly description: () => Promise<string | undefined>;
  /** Told to the function with each call: who asks. */
  readonly caller: LambdaCaller;
}

export interface LambdaCaller {
  readonly deviceId: string;
  readonly sessionId: string;
  readonly tenantId: string;
}

/** What a function gets. */
export interface LambdaEvent {
  /** What is wanted, in the words of the model. */
  readonly request: string;
  /** As the model has made them up, going by the function's description. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly context: LambdaCaller;
}

const MAX_REQUEST_CHARS = 4000;
const MAX_PARAMETERS_BYTES = 64 * 1024;
/** Of an answer; a model gets much less, and a service that sends more has lost its way. */
const MAX_PAYLOAD_BYTES = 1024 * 1024;
const MAX_ERROR_CHARS = 300;

const INPUT: Tool['inputSchema'] = {
  type: 'object',
  properties: {
    request: { type: 'string', description: 'What is wanted, in a sentence.' },
    parameters: {
      type: 'object',
      description: 'Values for it, by name, as far as the description names some.',
    },
  },
  required: ['request'],
};

export class LambdaFunction implements ToolSource {
  readonly id: string;
  readonly prefix = 'lambda';
  readonly onChanged = neverChanges;
  readonly #options: LambdaFunctionOptions;
  readonly #function: FunctionName;

  constructor(options: LambdaFunctionOptions) {
    this.#options = options;
    this.#function = functionOf(options.arn);
    this.id = LambdaFunction.idOf(options.arn);
  }

  static idOf(arn: string): string {
    return `lambda:${functionOf(arn).name}`;
  }

  async list(): Promise<readonly Tool[]> {
    const { name } = this.#function;
    const said = await this.#options.description();
    const description = said ?? `Asks the function ${name} to do what its name says.`;
    return [{ name, description, inputSchema: INPUT }];
  }

  async call(
    name: string,
    args: Readonly<Record<string, unknown>>,
    { signal }: ToolCallOptions,
  ): Promise<unknown> {
    const { clients, log, arn, caller } = this.#options;
    const { region, name: own } = this.#function;
    requireTool(name, own);
    const command = new InvokeCommand({
      FunctionName: arn,
      InvocationType: 'RequestResponse',
      Payload: Buffer.from(JSON.stringify(eventOf(args, caller))),
    });
    const { FunctionError, Payload } = await answerOf(
      async () => clients.lambda(region).send(command, { abortSignal: signal }),
      { what: 'The function', source: this.id, signal, log },
    );
    // An empty one is no bytes at all for the SDK.
    const payload = Payload instanceof Uint8Array ? Payload : new Uint8Array();
    if (payload.length > MAX_PAYLOAD_BYTES)
      throw new ToolError('BAD_ANSWER', 'The answer of the function is too large.');
    const answer = parsed(Buffer.from(payload).toString('utf8'));
    if (FunctionError === undefined) return answer;
    const failure = failureOf(answer);
    log.warn({ source: this.id, kind: FunctionError, error: failure.type }, 'a function failed');
    throw failure.error;
  }
}

/** @throws {ToolError} INVALID_ARGUMENTS */
function eventOf(args: Readonly<Record<string, unknown>>, context: LambdaCaller): LambdaEvent {
  const { request, parameters, ...others } = args;
  // A model that forgets the frame has named the parameters anyway.
  const named = isObject(parameters) ? parameters : others;
  if (Buffer.byteLength(JSON.stringify(named)) > MAX_PARAMETERS_BYTES)
    throw new ToolError('INVALID_ARGUMENTS', 'The parameters are too large.');
  const words = typeof request === 'string' ? request.slice(0, MAX_REQUEST_CHARS).toWellFormed() : '';
  return { request: words, parameters: named, context };
}

/** A function that threw, or was ended by Lambda: `{"errorMessage", "errorType", …}`. */
function failureOf(answer: unknown): { type: string | undefined; error: ToolError } {
  const { errorMessage, errorType } = isObject(answer) ? answer : {};
  const type = typeof errorType === 'string' ? errorType.slice(0, 100) : undefined;
  const said = typeof errorMessage === 'string' ? errorMessage : '';
  if (type === 'Sandbox.Timedout' || /\bTask timed out after\b/.test(said))
    return { type, error: new ToolError('TIMEOUT', 'The function did not come to an end in time.') };
  const words = withoutArns(said).slice(0, MAX_ERROR_CHARS).toWellFormed();
  return { type, error: new ToolError('FAILED', words || 'The function failed, and did not say why.') };
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
