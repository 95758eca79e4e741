/** Puts together what conversations may have done for them by Amazon's services, as far as devices are set to it. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import type { ConversationContext } from '../session/conversation-events.ts';
import type { ToolSwitches } from '../session/session-settings.ts';
import type { Figures } from '../telemetry/figures.ts';
import { AgentLoop } from '../tools/aws/agent-loop.ts';
import { AwsClients } from '../tools/aws/aws-clients.ts';
import { FunctionDescriptions } from '../tools/aws/function-descriptions.ts';
import { InlineAgent } from '../tools/aws/inline-agent.ts';
import { KnowledgeBase } from '../tools/aws/knowledge-base.ts';
import { LambdaFunction } from '../tools/aws/lambda-function.ts';
import type { OpenSource, WantedSource } from '../tools/toolbox.ts';

export interface AwsToolsOptions {
  readonly settings: Config['tools'];
  readonly model: Config['model'];
  readonly clock: Clock;
  readonly log: Logger;
  readonly figures: Figures;
}

export interface AwsTools {
  readonly sourcesFor: (context: ConversationContext, tools: ToolSwitches) => WantedSource[];
  /** Idempotent. */
  close(): Promise<void>;
}

/** For the services to forget conversations that have ended. */
const END_TIMEOUT_MS = 3000;

export function createAwsTools({ settings, model, clock, log, figures }: AwsToolsOptions): AwsTools {
  const { aws } = settings;
  const maxBytes = settings.maxResultKb * 1024;
  const clients = new AwsClients({
    ...aws,
    region: aws.region ?? model.region,
    // That of the model is the emulator's, unless the model is Amazon's.
    runtimeEndpoint: aws.runtimeEndpoint ?? (model.provider === 'bedrock' ? model.endpoint : undefined),
  });
  const descriptions = new FunctionDescriptions({ clients, clock, log });
  const agent = { modelId: aws.agentModelId, instruction: aws.agentInstruction };
  const limits = {
    maxSteps: aws.agentMaxSteps,
    maxTokens: aws.agentMaxTokens,
    timeoutMs: aws.agentTimeoutMs,
  };
  const ending = new Set<Promise<void>>();
  const kept = (source: OpenSource['source']): OpenSource => ({ source, release: () => {} });
  const endingWith = (source: InlineAgent): OpenSource => ({
    source,
    release: () => {
      const stop = new AbortController();
      const cancel = clock.after(END_TIMEOUT_MS, () => stop.abort());
      const end = source.end(stop.signal).finally(() => {
        cancel();
        ending.delete(end);
      });
      ending.add(end);
    },
  });
  return {
    sourcesFor(context, { tenantId, agent: hasAgent, knowledgeBase, agents, knowledgeBaseId, lambdaArn }) {
      const { deviceId, sessionId } = context;
      const own = { clients, log: log.child({ deviceId, sessionId }) };
      const wanted: WantedSource[] = [];
      if (knowledgeBase && knowledgeBaseId !== undefined) {
        const { results } = aws;
        wanted.push({
          id: KnowledgeBase.id,
          version: knowledgeBaseId,
          open: () => kept(new KnowledgeBase({ ...own, knowledgeBaseId, results, maxBytes })),
        });
      }
      if (lambdaArn !== undefined) {
        const caller = { deviceId, sessionId, tenantId };
        const description = () => descriptions.of(lambdaArn);
        wanted.push({
          id: LambdaFunction.idOf(lambdaArn),
          version: lambdaArn,
          open: () => kept(new LambdaFunction({ ...own, arn: lambdaArn, description, caller })),
        });
      }
      if (hasAgent)
        wanted.push({
          id: AgentLoop.id,
          open: (tools) => kept(new AgentLoop({ ...own, ...agent, limits, tools, clock, figures })),
        });
      if (agents) {
        const { timeoutMs } = limits;
        const base = knowledgeBase ? knowledgeBaseId : undefined;
        wanted.push({
          id: InlineAgent.id,
          version: base,
          open: () =>
            endingWith(
              new InlineAgent({ ...own, ...agent, sessionId, knowledgeBaseId: base, timeoutMs, maxBytes }),
            ),
        });
      }
      return wanted;
    },
    async close() {
      descriptions.close();
      await Promise.all(ending);
      clients.close();
    },
  };
}
