/** Settings of oneself as a form has them: numbers are text while they are typed, and keys are never there. */
import type { operations } from '#lib/broker/gen/schema.d.ts';

export type Settings = operations['getSettings']['responses'][200]['content']['application/json'];
export type SettingsBody = operations['changeSettings']['requestBody']['content']['application/json'];
type Provider = Settings['modelProviders'][number];
type Fragment = Settings['promptFragments'][number];

export const NOTIFIED = ['alert', 'deviceOffline', 'takeover', 'sessionFailed'] as const;
export const QUOTAS = ['maxSandboxes', 'memoryMb', 'diskMb', 'idleMinutes'] as const;
export const STRATEGIES = ['default', 'shared', 'perUser', 'perSession'] as const;
export const KINDS = ['bedrock', 'openaiCompatible'] as const;

/** What the broker shows instead of a key, and takes for the key that is there. */
const MASK = '********';

export interface ProviderDraft {
  id: string;
  name: string;
  kind: string;
  baseUrl: string;
  model: string;
  /** Typed anew; empty keeps the one that is there. */
  apiKey: string;
  hasKey: boolean;
  enabled: boolean;
}

export interface SettingsDraft {
  strategy: string;
  quota: Record<(typeof QUOTAS)[number], string>;
  autoScroll: boolean;
  inputSuggestions: boolean;
  notifications: { email: boolean; desktop: boolean; sound: boolean };
  events: Record<(typeof NOTIFIED)[number], boolean>;
  sharedLinks: { enabled: boolean; expireAfterDays: string };
  promptFragments: Fragment[];
  modelProviders: ProviderDraft[];
}

export function draftOf(settings: Settings): SettingsDraft {
  const { sandbox, notifications, sharedLinks, promptFragments, modelProviders, ...plain } = settings;
  const { events, ...ways } = notifications;
  const { maxSandboxes, memoryMb, diskMb, idleMinutes } = sandbox.quota;
  return {
    autoScroll: plain.autoScroll,
    inputSuggestions: plain.inputSuggestions,
    strategy: sandbox.strategy,
    quota: {
      maxSandboxes: String(maxSandboxes),
      memoryMb: String(memoryMb),
      diskMb: String(diskMb),
      idleMinutes: String(idleMinutes),
    },
    notifications: ways,
    events: Object.fromEntries(
      NOTIFIED.map((event) => [event, events.includes(event)]),
    ) as SettingsDraft['events'],
    sharedLinks: { ...sharedLinks, expireAfterDays: String(sharedLinks.expireAfterDays) },
    promptFragments: promptFragments.map((fragment) => ({ ...fragment })),
    modelProviders: modelProviders.map(({ apiKey, baseUrl = '', model = '', ...provider }) => ({
      ...provider,
      baseUrl,
      model,
      apiKey: '',
      hasKey: apiKey !== undefined,
    })),
  };
}

export function bodyOf(draft: SettingsDraft): SettingsBody {
  const { quota, events, sharedLinks } = draft;
  return {
    sandbox: {
      strategy: draft.strategy as Settings['sandbox']['strategy'],
      quota: {
        maxSandboxes: numberIn(quota.maxSandboxes),
        memoryMb: numberIn(quota.memoryMb),
        diskMb: numberIn(quota.diskMb),
        idleMinutes: numberIn(quota.idleMinutes),
      },
    },
    autoScroll: draft.autoScroll,
    inputSuggestions: draft.inputSuggestions,
    notifications: { ...draft.notifications, events: NOTIFIED.filter((event) => events[event]) },
    sharedLinks: { ...sharedLinks, expireAfterDays: numberIn(sharedLinks.expireAfterDays) },
    promptFragments: draft.promptFragments.map((fragment) => ({ ...fragment })),
    modelProviders: draft.modelProviders.map(providerOf),
  };
}

/** What is no number is left to the broker to refuse. */
const numberIn = (text: string): number => (text.trim() === '' ? NaN : Number(text));

function providerOf({ apiKey, hasKey, baseUrl, model, kind, ...rest }: ProviderDraft) {
  const key = apiKey || (hasKey ? MASK : '');
  return {
    ...rest,
    kind: kind as Provider['kind'],
    ...(baseUrl && { baseUrl }),
    ...(model && { model }),
    ...(key && { apiKey: key }),
  };
}

export const newProvider = (): ProviderDraft => ({
  id: '',
  name: '',
  kind: 'openaiCompatible',
  baseUrl: '',
  model: '',
  apiKey: '',
  hasKey: false,
  enabled: true,
});
