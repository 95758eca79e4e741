import type { Catalogue } from '../catalogue.ts';

export const system: Catalogue['system'] = {
  title: '系统',
};
