import type { Catalogue } from '../catalogue.ts';

export const reports: Catalogue['reports'] = {
  title: '报表',
};
