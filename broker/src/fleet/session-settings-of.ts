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
      'tools.mcp': false,
      'tools.agent': false,
      'tools.knowledgeBase': false,
      'tools.agents': false,
    }),
  );
}

/** `effective` was made with `defaultValues`, so that nothing is missing. */
export function sessionSettingsOf({ values, revision }: EffectiveConfig): SessionSettings {
  const value = <Value>(path: string): Value | undefined => values.get(path)?.value as Value | undefined;
  const isOn = (path: string): boolean => value<boolean>(path) ?? false;
  const model: ConversationSettings = {
    systemPrompt: value<string>('systemPrompt')!,
    voice: value<string>('voice')!,
    maxTokens: value<number>('maxTokens')!,
    topP: value<number>('topP')!,
    temperature: value<number>('temperature')!,
    endpointing: value<ConversationSettings['endpointing']>('endpointing')!,
  };
  return {
    model,
    resume: value<ResumePolicy>('resume')!,
    greeting: value<string>('greeting'),
    language: value<string>('language'),
    recording: isOn('recording'),
    tools: {
      mcp: isOn('tools.mcp'),
      agent: isOn('tools.agent'),
      knowledgeBase: isOn('tools.knowledgeBase'),
      agents: isOn('tools.agents'),
      knowledgeBaseId: value<string>('knowledgeBaseId'),
      lambdaArn: value<string>('lambdaArn'),
      mcpServers: value<readonly string[]>('mcpServers') ?? [],
    },
    configRevision: revision,
  };
}
