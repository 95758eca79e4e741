import type { Catalogue } from '../catalogue.ts';

export const apiKeys: Catalogue['apiKeys'] = {
  title: 'API 密钥',
};
