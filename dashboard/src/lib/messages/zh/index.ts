/** Chinese, simplified. */
import type { Catalogue } from '../catalogue.ts';
import { common } from './common.ts';
import { overview } from './overview.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';

export const zh: Catalogue = { common, overview, shell, signIn };
