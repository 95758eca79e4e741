import type { Catalogue } from '../catalogue.ts';

export const people: Catalogue['people'] = {
  title: '人员',
};
