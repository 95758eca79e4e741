/** The model that the configuration names, behind its gate. */
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/schema.ts';
import { NOVA_VOICES } from '../config/voices.ts';
import { type GuardedModel, guardModel } from '../model/gate/gate.ts';
import { LOCAL_CREDENTIALS, type LocalModel, startLocalModel } from '../model/local.ts';
import { createNovaSonic } from '../model/nova/nova-sonic.ts';
import type { VoiceModel } from '../model/voice-model.ts';
import { MAX_UNANSWERED_MS } from '../session/streams/model-streams.ts';
import type { RenewalTimes } from '../session/streams/renewal-timer.ts';
import type { Figures } from '../telemetry/figures.ts';
import type { Closer } from './closers.ts';

export interface ModelParts {
  readonly config: Config;
  readonly log: Logger;
  readonly onProgress?: (text: string) => void;
  readonly llmApiKey?: string | undefined;
  readonly modelsDir?: string | undefined;
  /** Another model than the configuration's, for tests. */
  readonly model?: VoiceModel;
}

export interface OpenedModel {
  readonly model: GuardedModel;
  /** What the emulator's ears make of a recording; undefined without them. */
  readonly transcribe: LocalModel['transcribe'];
}

export async function openModel(
  { config, log, onProgress, llmApiKey, modelsDir, model: given }: ModelParts,
  figures: Figures,
  clock: Clock,
  closers: Closer[],
): Promise<OpenedModel> {
  const { provider, endpoint, brain, llmUrl, llmModel } = config.model;
  let local: LocalModel | undefined;
  if (!given && provider === 'local' && !endpoint) {
    const emulator = (local = await startLocalModel({
      brain,
      // A renewal takes a second one for a moment.
      maxStreams: 2 * config.session.max,
      llm: llmUrl ? { url: llmUrl, model: llmModel, apiKey: llmApiKey } : undefined,
      modelsDir,
      onProgress,
    }));
    closers.push({ name: 'emulator', close: () => emulator.close() });
  }
  const model = guardModel(given ?? modelOf(config, local, clock), {
    maxStreams: config.model.maxStreams ?? (provider === 'bedrock' ? USUAL_QUOTA : Infinity),
    queueTimeoutMs: config.model.queueTimeoutMs,
    clock,
    figures,
    onBreakerOpened: (coolDownMs, lastFailure) =>
      log.error({ err: lastFailure, coolDownMs }, 'the endpoint of the model fails and is left alone'),
  });
  const { voice } = config.conversation;
  if (!NOVA_VOICES.includes(voice)) {
    log.warn({ voice, known: NOVA_VOICES }, 'voice is not one that Nova 2 Sonic is known to have');
  }
  closers.push({ name: 'model', close: () => model.close() });
  return { model, transcribe: local?.transcribe };
}

/** "On-demand InvokeModel concurrent requests for Amazon Nova Sonic", as accounts have it at first. */
const USUAL_QUOTA = 20;

/** A stream must be replaced well before the model ends it. */
const RENEWED_BY = 0.94;

export function renewalOf({ session }: Config, { capabilities }: VoiceModel): RenewalTimes {
  const { renewAfterMs: afterMs, renewByMs: byMs } = session;
  const { maxSessionMs } = capabilities;
  if (maxSessionMs === null) return { afterMs: Infinity, byMs: Infinity };
  const limitMs = maxSessionMs * RENEWED_BY;
  return byMs <= limitMs ? { afterMs, byMs } : { afterMs: (afterMs * limitMs) / byMs, byMs: limitMs };
}

/** Microphone audio that may wait for a model that does not read. */
const MAX_UNREAD_MS = 5000;

function modelOf({ model, session }: Config, local: LocalModel | undefined, clock: Clock): VoiceModel {
  const { modelId, region, endpoint, provider } = model;
  const address = local?.endpoint ?? endpoint;
  // An endpoint of one's own with provider `local` is an emulator elsewhere: it needs no account either.
  const credentials = provider === 'local' ? LOCAL_CREDENTIALS : undefined;
  return createNovaSonic({
    modelId,
    region,
    clock,
    // What was held while it opened, or was not answered by the stream before, comes all at once.
    maxQueuedAudioMs: Math.max(session.maxHeldMs, MAX_UNANSWERED_MS) + MAX_UNREAD_MS,
    ...(address && { endpoint: address }),
    ...(credentials && { credentials }),
  });
}
