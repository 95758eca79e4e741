import type { Catalogue } from '../catalogue.ts';

export const auditLog: Catalogue['auditLog'] = {
  title: '审计日志',
};
