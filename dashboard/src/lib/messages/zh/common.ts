import type { Catalogue } from '../catalogue.ts';

export const common: Catalogue['common'] = {
  close: '关闭',
  retry: '重试',
  never: '从未',
  none: '无',
  unreachable: '服务器没有响应。请检查它是否在运行，以及此页面能否连接到它。',
  failed: '操作未成功。',
  day: '日期',
  severity: { info: '信息', warning: '警告', critical: '严重' },
  requestId: (id) => `请求编号 ${id}`,
};
