import { describe, expect, test } from 'vitest';
import { type Server, argsIn, draftOf, inputOf } from './server-draft.ts';

const COMMON = {
  id: 'x',
  version: 1,
  name: 'weather',
  enabled: true,
  createdAt: '',
  updatedAt: '',
  updatedBy: '',
  signedIn: null,
  health: null,
} as const;

const PROGRAM: Server = {
  ...COMMON,
  transport: 'stdio',
  command: 'node',
  args: ['/srv/a b.mjs', '', '"quoted"', ' lead', 'two\nlines'],
  env: { KEY: '***', OTHER: '***' },
  network: true,
};
const REMOTE: Server = {
  ...COMMON,
  transport: 'http',
  url: 'https://tools.example/mcp',
  headers: { Authorization: '***' },
  oauth: { grant: 'clientCredentials', clientId: 'me', clientSecret: '***' },
};

describe('what is not touched is sent as it is', () => {
  test('a program', () => {
    const { name, enabled, transport, command, args, env, network } = PROGRAM;
    expect(inputOf(draftOf(PROGRAM))).toEqual({ name, enabled, transport, command, args, env, network });
  });
  test('a server elsewhere', () => {
    const { name, enabled, transport, url, headers, oauth } = REMOTE;
    expect(inputOf(draftOf(REMOTE))).toEqual({ name, enabled, transport, url, headers, oauth });
  });
});

test('secrets are replaced, left out, or added', () => {
  const draft = draftOf(PROGRAM);
  draft.env[0]!.value = 'new';
  draft.env.splice(1, 1);
  draft.env.push({ key: ' MORE ', value: 'x', isKept: false }, { key: '', value: 'y', isKept: false });
  expect(inputOf(draft)).toMatchObject({ env: { KEY: 'new', MORE: 'x' } });
});

test('a server that asks for no sign-in has nothing of one', () => {
  const draft = draftOf(REMOTE);
  draft.hasOauth = false;
  expect(inputOf(draft)).not.toHaveProperty('oauth');
});

test('arguments are lines, without the space around them', () => {
  expect(argsIn('--root\n  /data \n\n"not json')).toEqual(['--root', '/data', '"not json']);
});
