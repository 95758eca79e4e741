/** The three places that settings have, and how the broker is asked about them. */
import { broker, dataOf } from '#lib/broker/client.ts';
import type { components, operations } from '#lib/broker/gen/schema.d.ts';
import type { Page } from '#lib/state/paged.svelte.ts';

export interface Scope {
  readonly scope: 'fleet' | 'group' | 'device';
  /** Empty for the fleet. */
  readonly id: string;
}

export type Version = components['schemas']['ConfigurationVersion'];
export type Change = components['schemas']['ConfigurationChange'];
export type Inherited =
  operations['getDeviceInheritance']['responses'][200]['content']['application/json']['values'];

/** All answer alike; that of the fleet has no place for an id, and takes none. */
const PATHS = {
  fleet: '/api/v1/configuration/fleet',
  group: '/api/v1/configuration/groups/{id}',
  device: '/api/v1/configuration/devices/{id}',
} as const;
type Path = (typeof PATHS)['device'];
const pathOf = ({ scope }: Scope): Path => PATHS[scope] as Path;
const etag = (version: number): string => `"v${version}"`;

export const readScope = (of: Scope, signal?: AbortSignal): Promise<Version> =>
  dataOf(broker.GET(pathOf(of), { params: { path: { id: of.id } }, ...(signal && { signal }) }));

export async function readInherited(of: Scope, signal?: AbortSignal): Promise<Inherited> {
  const path = `${pathOf(of)}/inherited` as const;
  const options = { params: { path: { id: of.id } }, ...(signal && { signal }) };
  return (await dataOf(broker.GET(path, options))).values;
}

/** @throws {Problem} VERSION_STALE when it is at another version by now */
export const writeScope = (of: Scope, version: number, body: object): Promise<Change> => {
  const params = { path: { id: of.id }, header: { 'If-Match': etag(version) } };
  return dataOf(broker.PUT(pathOf(of), { params, body }));
};

export const readVersions = (
  of: Scope,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Page<Version>> => {
  const params = { path: { id: of.id }, query: { limit: 20, ...(cursor && { cursor }) } };
  return dataOf(broker.GET(`${pathOf(of)}/versions`, { params, signal }));
};

/** @throws {Problem} VERSION_STALE */
export const restoreVersion = (of: Scope, version: number, current: number): Promise<Change> => {
  const params = { path: { id: of.id, version }, header: { 'If-Match': etag(current) } };
  return dataOf(broker.POST(`${pathOf(of)}/versions/{version}/restore`, { params }));
};
