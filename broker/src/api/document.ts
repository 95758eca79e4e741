/** The OpenAPI document of all routes without a broker, for the generator and its test. */
import { pino } from 'pino';
import { NO_AUDIT } from '../audit/audit-sink.ts';
import { systemClock } from '../clock.ts';
import { DEFAULT_API_SETTINGS, createApi } from './create-api.ts';
import { createMemoryIdempotencyStore } from './habits/memory-idempotency-store.ts';
import { MemorySharedState } from '../store/shared/memory-shared-state.ts';
import { type Services, allRoutes } from './routes/all.ts';

/** Routes use their services only when they are called, which nobody does here. */
const nothing = new Proxy({}, { get: () => undefined });
const services: Services = {
  ...(nothing as Services),
  fleet: nothing as Services['fleet'],
  // Streams are ended when the API closes.
  records: { feed: { close: () => {} }, sessionFeed: { close: () => {} } } as unknown as Services['records'],
  alerts: nothing as Services['alerts'],
  sandboxes: nothing as Services['sandboxes'],
};

export async function openApiDocument(): Promise<object> {
  const api = await createApi({
    settings: DEFAULT_API_SETTINGS,
    routes: allRoutes(services),
    authenticate: async () => undefined,
    idempotency: createMemoryIdempotencyStore({ clock: systemClock }),
    shared: new MemorySharedState({ clock: systemClock }),
    audit: NO_AUDIT,
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  try {
    return sorted(api.swagger()) as object;
  } finally {
    await api.close();
  }
}

/** With keys in order, so that the same routes give the same file. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]),
  );
}
