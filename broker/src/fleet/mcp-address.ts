/** Where an MCP server is, and what must not stand in its address. */

/** Names of query parameters that hold secrets, as far as names tell. */
const SECRET_NAME = /key$|token|secret|passw|pwd|auth(?!or$)|credential|^sig(nature)?$/i;

/** Addresses are shown and logged, headers are not. Undefined when there is nothing against it. */
export function secretInAddress(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url) return undefined;
  const advice =
    'which is shown to everybody who may see the server. Send it as a header, whose value is kept secret';
  if (url.username !== '' || url.password !== '') return `holds a user name or password, ${advice}`;
  const name = [...url.searchParams.keys()].find((each) => SECRET_NAME.test(each));
  return name === undefined
    ? undefined
    : `holds ${JSON.stringify(name.slice(0, 40))} in its query, ${advice}`;
}

type Settings = Readonly<Record<string, unknown>>;

/** Whether the same secrets are good for both: on one host several may have a server, a program does what it is told. */
export const isSameTarget = (one: Settings, other: Settings): boolean => targetOf(one) === targetOf(other);

function targetOf({ command, args = [], network = false, url }: Settings): string {
  if (typeof command === 'string') return JSON.stringify([command, args, network]);
  return `address ${typeof url === 'string' ? url : ''}`;
}
