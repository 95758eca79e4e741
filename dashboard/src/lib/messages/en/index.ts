/** English. A text with values is a function; numbers come formatted, or as numbers where their plural matters. */
import { common } from './common.ts';
import { fleet } from './fleet.ts';
import { overview } from './overview.ts';
import { shell } from './shell.ts';
import { signIn } from './sign-in.ts';

export const en = { common, fleet, overview, shell, signIn };
