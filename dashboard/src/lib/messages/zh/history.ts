import type { Catalogue } from '../catalogue.ts';

export const history: Catalogue['history'] = {
  title: '历史',
};
