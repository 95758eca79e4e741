/** Which methods a path has, for answers to those that it has not. */
import type { FastifyInstance } from 'fastify';

export interface RouteList {
  /** Sorted; empty for a path that leads nowhere. */
  methodsOf(path: string): string[];
}

/** Of all routes that are added from now on, but for the one of CORS, which stands for no path of ours. */
export function listRoutes(app: FastifyInstance): RouteList {
  const routes = new Map<string, { matches: RegExp; methods: Set<string> }>();
  app.addHook('onRoute', ({ url, method }) => {
    if (url === '*' && method === 'OPTIONS') return;
    const route = routes.get(url) ?? { matches: patternOf(url), methods: new Set() };
    for (const one of [method].flat()) route.methods.add(one);
    routes.set(url, route);
  });
  return {
    methodsOf(path) {
      const matching = [...routes.values()].filter(({ matches }) => matches.test(path));
      return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
    },
  };
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join('/')}$`);
}
