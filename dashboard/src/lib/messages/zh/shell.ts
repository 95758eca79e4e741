import type { Catalogue } from '../catalogue.ts';

export const shell: Catalogue['shell'] = {
  skip: '跳到内容',
  menu: '菜单',
  main: '主导航',
  overview: '概览',
  fleet: '设备群',
  devices: '设备',
  live: '实时',
  alerts: '告警',
  system: '系统',
  account: '账户',
  signOut: '退出登录',
  language: '语言',
  appearance: '外观',
  appearances: { system: '跟随系统', light: '浅色', dark: '深色' },
  liveState: { connecting: '连接中…', open: '实时', lost: '连接已断开，正在重试…' },
  notFound: '没有这个页面。',
  toOverview: '返回概览',
};
