import type { Catalogue } from '../catalogue.ts';

export const alerts: Catalogue['alerts'] = {
  title: '告警',
};
