/** What conversations may have done for them by Amazon's services. */
import { z } from 'zod';
import { ms, url } from '../setting-types.ts';

/** An inline agent refuses less than 40 characters. */
const INSTRUCTION = { min: 40, max: 4000 };

export const awsToolsSection = z
  .strictObject({
    region: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)+-\d+$/, 'expected the name of an AWS region like us-east-1')
      .optional()
      .describe('AWS region of knowledge bases and agents; that of the model when left out'),
    runtimeEndpoint: url().describe('another address of the Bedrock runtime, for agents that use tools'),
    agentRuntimeEndpoint: url().describe(
      'another address of the Bedrock agent runtime, for knowledge bases and inline agents',
    ),
    lambdaEndpoint: url().describe('another address of Lambda'),
    connectTimeoutMs: ms('in which a connection to one of them has to be there', 3000, 100),
    maxAttempts: z
      .int()
      .min(1)
      .max(10)
      .default(3)
      .describe('how often a request is sent that a service has no time for, or that is lost'),
    results: z.int().min(1).max(25).default(5).describe('passages that a knowledge base is asked for'),
    agentModelId: z
      .string()
      .min(1)
      .max(2048)
      .default('amazon.nova-lite-v1:0')
      .describe('model or inference profile that agents think with'),
    agentInstruction: z
      .string()
      .min(INSTRUCTION.min)
      .max(INSTRUCTION.max)
      .default(
        'You work for a voice assistant. Plan what is needed, use what tools you have, look at what they answer, and go on until the task is done. Then answer in one to three short sentences that can be said aloud, in the language of the task: no lists, no markup, no addresses. Say it when something could not be done.',
      )
      .describe('what agents are told about their role'),
    agentMaxSteps: z
      .int()
      .min(1)
      .max(32)
      .default(8)
      .describe('times that an agent may think and use tools before it has to answer'),
    agentMaxTokens: z
      .int()
      .min(1000)
      .max(1_000_000)
      .default(50_000)
      .describe('tokens of a task, read and written, after which an agent has to answer'),
    agentTimeoutMs: ms(
      'in which an agent has to answer, less than session.silenceTimeoutMs; after three quarters of it, it is asked for what it knows',
      45_000,
      1000,
      600_000,
    ),
  })
  .prefault({});
