/** What is in force for a device, as a conversation takes it. */
import type { Config } from '../config/schema.ts';
import type { ConversationSettings } from '../model/voice-model.ts';
import type { ResumePolicy } from '../session/lifecycle/lifecycle.ts';
import type { SessionSettings } from '../session/session-settings.ts';
import type { EffectiveConfig } from './configuration/effective-config.ts';
import type { SettingValue } from './device-settings.ts';

export interface SettingDefaults {
  readonly conversation: Config['conversation'];
  readonly resume: ResumePolicy;
}

/** The broker's own configuration, as values that scopes may override. */
export function defaultValues({ conversation, resume }: SettingDefaults): ReadonlyMap<string, SettingValue> {
  const { voice, systemPrompt, maxTokens, temperature, topP, endpointing } = conversation;
  return new Map<string, SettingValue>(
    Object.entries({
      voice,
      systemPrompt,
      maxTokens,
      temperature,
      topP,
      endpointing,
      resume,
      recording: false,
      'tools.device': true,
      'tools.mcp': false,
      'tools.agent': false,
      'tools.knowledgeBase': false,
      'tools.agents': false,
    }),
  );
}

/** `effective` was made with `defaultValues`, so that nothing is missing. */
export function sessionSettingsOf({ tenantId, ownerId, values, revision }: EffectiveConfig): SessionSettings {
  const value = (path: string): unknown => values.get(path)?.value;
  const text = (path: string): string | undefined => value(path) as string | undefined;
  const number = (path: string): number => value(path) as number;
  const isOn = (path: string): boolean => value(path) === true;
  const model: ConversationSettings = {
    systemPrompt: text('systemPrompt')!,
    voice: text('voice')!,
    maxTokens: number('maxTokens'),
    topP: number('topP'),
    temperature: number('temperature'),
    endpointing: value('endpointing') as ConversationSettings['endpointing'],
  };
  return {
    model,
    resume: value('resume') as ResumePolicy,
    greeting: text('greeting'),
    language: text('language'),
    recording: isOn('recording'),
    tools: {
      tenantId,
      ownerId: ownerId ?? undefined,
      device: isOn('tools.device'),
      mcp: isOn('tools.mcp'),
      agent: isOn('tools.agent'),
      knowledgeBase: isOn('tools.knowledgeBase'),
      agents: isOn('tools.agents'),
      knowledgeBaseId: text('knowledgeBaseId'),
      lambdaArn: text('lambdaArn'),
      mcpServers: (value('mcpServers') as readonly string[] | undefined) ?? [],
    },
    configRevision: revision,
  };
}
