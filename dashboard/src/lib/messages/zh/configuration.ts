import type { Catalogue } from '../catalogue.ts';

export const configuration: Catalogue['configuration'] = {
  title: '设备群设置',
};
