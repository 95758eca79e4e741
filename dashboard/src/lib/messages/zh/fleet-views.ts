import type { Catalogue } from '../catalogue.ts';

export const fleetViews: Catalogue['fleet']['view'] = {
  views: '视图',
  all: '全部设备',
  changed: (name) => `${name}（已修改）`,
  save: '保存当前视图…',
  saveChanges: (name) => `保存对“${name}”的修改`,
  rename: '重命名…',
  makeDefault: '设为默认视图',
  noDefault: '取消默认视图',
  isDefault: '默认',
  delete: '删除…',
  name: '视图名称',
  nameTaken: '已有同名视图，请换一个名称。',
  saved: (name) => `已保存视图“${name}”。`,
  deleteTitle: (name) => `删除视图“${name}”？`,
  deleteAbout: '设备不受影响。',
  columns: '列',
  usualColumns: '恢复默认列',
  column: {
    status: '状态',
    sync: '配置',
    group: '分组',
    tags: '标签',
    owner: '所有者',
    firmware: '固件',
    hardware: '硬件',
    serial: '序列号',
    address: '地址',
    transport: '传输方式',
    language: '语言',
    offlineReason: '离线原因',
    createdAt: '添加时间',
    lastSeenAt: '最近在线',
  },
};

export const fleetGroups: Catalogue['fleet']['groups'] = {
  title: '分组',
  about: '同一分组的设备共用配置。一台设备最多属于一个分组，更细的划分请使用标签。',
  name: '名称',
  words: '说明',
  devices: '设备',
  online: '在线',
  settings: '配置',
  add: '添加分组',
  edit: (name) => `编辑“${name}”`,
  deleteOf: (name) => `删除“${name}”`,
  settingsOf: (name) => `“${name}”的配置`,
  none: '还没有分组。',
  deleteTitle: (name) => `删除分组“${name}”？`,
  deleteAbout: (count, text) =>
    count === 0
      ? '该分组的配置会被删除。分组内没有设备。'
      : `该分组的配置会被删除。其中 ${text} 台设备会保留，不再属于任何分组，并立即使用全局配置。`,
};
