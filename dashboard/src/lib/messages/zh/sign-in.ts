import type { Catalogue } from '../catalogue.ts';

export const signIn: Catalogue['signIn'] = {
  title: '登录',
  email: '电子邮箱',
  password: '密码',
  submit: '登录',
  submitting: '正在登录…',
  withProvider: '使用组织账户登录',
  or: '或',
  over: '登录已过期。请重新登录，您将回到原来的页面。',
  invalid: '电子邮箱或密码不正确。',
  welcome: {
    setup: '设置 Pipit',
    invitation: '欢迎使用 Pipit',
    password: '设置新密码',
    setupAbout: '您将成为此系统的所有者。',
    forWhom: (name, email) => `${name}（${email}）`,
    name: '您的姓名',
    passwordNew: '密码',
    passwordHint: '至少 10 个字符，越长越安全。',
    again: '再次输入密码',
    differ: '两次输入的密码不一致。',
    submit: '继续',
    noToken: '链接不完整。请按收到的原样打开，包括 # 之后的全部内容。',
    looking: '正在检查链接…',
  },
};
