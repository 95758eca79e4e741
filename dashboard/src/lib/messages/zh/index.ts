/** Chinese, simplified. */
import type { Catalogue } from '../catalogue.ts';
import { common } from './common.ts';
import { fleet } from './fleet.ts';
import { overview } from './overview.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';

export const zh: Catalogue = { common, fleet, overview, shell, signIn };
