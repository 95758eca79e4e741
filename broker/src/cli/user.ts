/** `pipit user …`: people, for whoever owns the machine; the first owner as well, where there is no page at hand. */
import { text as textOf } from 'node:stream/consumers';
import { Command } from 'commander';
import { type LocalApi } from './local-api.ts';
import { type LocalAction, type LocalFlags, addLocalCommand, everyItem } from './local-command.ts';
import { type Output, UsageError } from './output.ts';

interface UserFlags extends LocalFlags {
  name?: string;
  role?: string;
  passwordStdin?: boolean;
}

interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly status: string;
}

interface WithLink {
  readonly user: User;
  readonly link: { readonly url: string; readonly expiresAt: string };
}

const USERS = '/api/v1/users';

export function userCommand(): Command {
  const user = new Command('user').description('the people who may sign in');
  const add = (usage: string, about: string, action: LocalAction<UserFlags>): Command =>
    addLocalCommand(user, usage, about, action);

  add('list', 'everybody', async (api, output) => {
    const users = await everyItem<User>(api, USERS);
    output.result({ users: users.map(publicPart) });
    if (output.json) return;
    if (users.length === 0) output.line('Nobody yet. Add somebody with: pipit user add EMAIL --role owner');
    for (const { email, name, role, status } of users) {
      output.line(`${email.padEnd(32)} ${role.padEnd(12)} ${status.padEnd(9)} ${name}`);
    }
  });
  add(
    'add <email>',
    'invite somebody; prints a link by which they set a password',
    async (api, output, email, flags) => {
      const { name = email.split('@')[0]!, role = 'viewer' } = flags;
      // Read first: nobody is made whose password cannot be had.
      const password = await passwordOf(flags);
      await finish(api, output, await api.ask<WithLink>('POST', USERS, { email, name, role }), password);
    },
  )
    .option('--name <name>', 'as others see it')
    .option('--role <role>', 'owner, admin, operator, viewer (the default) or device_user')
    .option('--password-stdin', 'set the password that comes on standard input, without a link');
  add('reset <email>', 'a new link by which somebody sets a password', async (api, output, email, flags) => {
    const password = await passwordOf(flags);
    const { id } = await find(api, email);
    await finish(api, output, await api.ask<WithLink>('POST', `${USERS}/${id}/link`), password);
  }).option('--password-stdin', 'set the password that comes on standard input, without a link');
  add('remove <email>', 'somebody, with their sign-ins and keys', async (api, output, email) => {
    await api.ask('DELETE', `${USERS}/${(await find(api, email)).id}`);
    output.line(`Removed ${email}.`);
    output.result({ removed: email });
  });
  return user;
}

async function passwordOf({ passwordStdin }: UserFlags): Promise<string | undefined> {
  if (!passwordStdin) return undefined;
  const password = (await textOf(process.stdin)).replace(/\r?\n$/, '');
  if (password === '') throw new UsageError('There is no password on standard input.');
  return password;
}

async function finish(
  api: LocalApi,
  output: Output,
  { user, link }: WithLink,
  password: string | undefined,
): Promise<void> {
  if (password === undefined) {
    output.line(`${user.email} sets a password here, until ${link.expiresAt}:`);
    output.line(`  ${link.url}`);
    return output.result({ user: publicPart(user), link });
  }
  const token = link.url.split('#').at(-1)!;
  await api.ask('POST', '/api/auth/links/redeem', { token, password });
  output.line(`${user.email} can sign in now.`);
  output.result({ user: publicPart(user) });
}

async function find(api: LocalApi, email: string): Promise<User> {
  const wanted = email.toLowerCase();
  const found = (await everyItem<User>(api, USERS)).find((user) => user.email === wanted);
  if (!found) throw new UsageError(`There is nobody with the address ${email}. See: pipit user list`);
  return found;
}

const publicPart = ({ id, email, name, role }: User) => ({ id, email, name, role });
