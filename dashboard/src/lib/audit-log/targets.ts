/** Where on this page something is that an entry is about. Undefined where nothing shows it. */
const PLACES: Readonly<Record<string, (id: string) => string>> = {
  device: (id) => `/devices/${encodeURIComponent(id)}`,
  session: (id) => `/conversations/${encodeURIComponent(id)}`,
  mcpServer: (id) => `/mcp-servers/${encodeURIComponent(id)}`,
  group: (id) => `/configuration/groups/${encodeURIComponent(id)}`,
  'configuration.fleet': () => '/configuration',
  'configuration.group': (id) => `/configuration/groups/${encodeURIComponent(id)}`,
  user: () => '/people',
  apiKey: () => '/api-keys',
  alert: () => '/alerts',
  sandbox: () => '/mcp-servers/sandboxes',
  tenant: () => '/people/tenants',
};

export const placeOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string | undefined =>
  PLACES[kind]?.(id);
