/** Settings of somebody who has set all there is. */
import type { Settings } from '../settings-draft.ts';

export const SETTINGS: Settings = {
  sandbox: {
    strategy: 'perUser',
    quota: { maxSandboxes: 3, memoryMb: 512, diskMb: 1024, idleMinutes: 30 },
  },
  autoScroll: true,
  notifications: { email: true, desktop: false, sound: true, events: ['alert', 'takeover'] },
  inputSuggestions: false,
  sharedLinks: { enabled: true, expireAfterDays: 7 },
  promptFragments: [{ name: 'Polite', text: 'Be polite.', enabled: true }],
  deviceViews: [{ name: 'Mine', query: 'status=online', isDefault: true }],
  modelProviders: [
    {
      id: 'own',
      name: 'Own',
      kind: 'openaiCompatible',
      baseUrl: 'https://x.example',
      apiKey: '********',
      enabled: true,
    },
    { id: 'aws', name: 'AWS', kind: 'bedrock', enabled: false },
  ],
};
