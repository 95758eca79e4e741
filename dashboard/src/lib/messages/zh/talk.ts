import type { Catalogue } from '../catalogue.ts';

export const talk: Catalogue['talk'] = {
  title: '试说',
};
