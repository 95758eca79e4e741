/** Chinese, simplified. */
import type { Catalogue } from '../catalogue.ts';
import { account } from './account.ts';
import { alerts } from './alerts.ts';
import { apiKeys } from './api-keys.ts';
import { auditLog } from './audit-log.ts';
import { common } from './common.ts';
import { configuration } from './configuration.ts';
import { conversation } from './conversation.ts';
import { device } from './device.ts';
import { fleet } from './fleet.ts';
import { history } from './history.ts';
import { mcpServers } from './mcp-servers.ts';
import { overview } from './overview.ts';
import { people } from './people.ts';
import { reports } from './reports.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';
import { system } from './system.ts';
import { talk } from './talk.ts';

export const zh: Catalogue = {
  account,
  alerts,
  apiKeys,
  auditLog,
  common,
  configuration,
  conversation,
  device,
  fleet,
  history,
  mcpServers,
  overview,
  people,
  reports,
  shell,
  signIn,
  system,
  talk,
};
