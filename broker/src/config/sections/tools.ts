/** What conversations may have done for them, and what that may cost. */
import { z } from 'zod';
import { ms, list } from '../setting-types.ts';
import { awsToolsSection } from './aws-tools.ts';
import { sandboxSection } from './sandbox.ts';

export const toolsSection = z
  .strictObject({
    commands: list('programs that MCP servers may be started with, like npx', z.string().min(1).max(1024)),
    anyCommand: z
      .boolean()
      .default(false)
      .describe(
        'whether MCP servers may be started with any program: whoever may add one then owns this machine',
      ),
    allowPrivateTargets: z
      .boolean()
      .default(false)
      .describe('whether MCP servers may be at addresses that are not of the open internet'),
    connectTimeoutMs: ms('in which an MCP server has to start, or to be reached', 20_000, 100),
    idleMs: ms('after which an MCP server that nobody uses is stopped; 0 for never', 300_000, 0),
    startTimeoutMs: ms('for which the start of a conversation waits for tools', 1500, 0),
    callTimeoutMs: ms('in which a tool has to answer', 30_000, 100),
    slowAfterMs: ms('after which the user hears "one moment" when a tool is not ready; 0 for never', 4000, 0),
    maxCalls: z.int().min(1).max(64).default(8).describe('tools at work at once for one conversation'),
    maxTools: z
      .int()
      .min(1)
      .max(256)
      .default(40)
      .describe('tools that a model is offered; of more, the last ones are left out'),
    maxResultKb: z.int().min(1).max(256).default(16).describe('of what a tool answers, for the model; in KB'),
    maxMessageKb: z
      .int()
      .min(16)
      .max(65_536)
      .default(4096)
      .describe('of one message of an MCP server, in KB'),
    record: z
      .enum(['names', 'arguments', 'all'])
      .default('names')
      .describe(
        'what of a call is told to viewers and recorded: which tool and how it went, also what it was asked, or also what it answered',
      ),
    aws: awsToolsSection,
    sandbox: sandboxSection,
  })
  .prefault({});
