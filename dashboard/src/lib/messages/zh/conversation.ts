import type { Catalogue } from '../catalogue.ts';

export const conversation: Catalogue['conversation'] = {
  title: '对话',
};
