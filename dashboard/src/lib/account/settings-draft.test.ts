import { expect, test } from 'vitest';
import { bodyOf, draftOf } from './settings-draft.ts';
import { SETTINGS } from './testing/settings.ts';

test('what is not touched is sent as it came, keys that nobody sees among it; what other pages keep is left alone', () => {
  const { deviceViews: _, ...shown } = SETTINGS;
  expect(bodyOf(draftOf(SETTINGS))).toEqual(shown);
});

test('a key is replaced, or given up', () => {
  const draft = draftOf(SETTINGS);
  expect(JSON.stringify(draft)).not.toContain('****');
  draft.modelProviders[0]!.apiKey = 'new';
  expect(bodyOf(draft).modelProviders![0]).toMatchObject({ apiKey: 'new' });
  Object.assign(draft.modelProviders[0]!, { apiKey: '', hasKey: false });
  expect(bodyOf(draft).modelProviders![0]).not.toHaveProperty('apiKey');
});

test('a number that is missing is not taken for zero', () => {
  const draft = draftOf(SETTINGS);
  draft.quota.memoryMb = ' ';
  expect(bodyOf(draft).sandbox!.quota!.memoryMb).toBeNaN();
});
