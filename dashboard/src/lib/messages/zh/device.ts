import type { Catalogue } from '../catalogue.ts';

export const device: Catalogue['device'] = {
  title: '设备',
};
