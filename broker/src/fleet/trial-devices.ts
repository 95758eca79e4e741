/**
 * A device of one's own, for the browser to be: whoever looks after the fleet hears at once what a configuration sounds
 * like. It is a device like all others; only its secret is new each time, and kept by the page alone.
 */
import type { Principal } from '../identity/principal.ts';
import type { FleetConfiguration } from './configuration/fleet-configuration.ts';
import type { DeviceSettings, SettingsPatch } from './device-settings.ts';
import type { DeviceDirectory } from './directory/device-directory.ts';
import type { Groups } from './directory/groups.ts';
import { FleetError } from './fleet-error.ts';

/** Whose settings it has: those of everybody, of a group, or those of another device, copied. */
export type TrialModel =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'group'; readonly id: string }
  | { readonly kind: 'device'; readonly id: string };

export interface TrialDevice {
  readonly deviceId: string;
  /** Ends the one before. */
  readonly secret: string;
}

export const TRIAL_TAG = 'trial';

export interface TrialDevicesOptions {
  readonly directory: DeviceDirectory;
  readonly groups: Pick<Groups, 'read'>;
  readonly configuration: FleetConfiguration;
}

export class TrialDevices {
  readonly #directory: DeviceDirectory;
  readonly #groups: Pick<Groups, 'read'>;
  readonly #configuration: FleetConfiguration;

  constructor({ directory, groups, configuration }: TrialDevicesOptions) {
    this.#directory = directory;
    this.#groups = groups;
    this.#configuration = configuration;
  }

  /**
   * Made when there is none yet. Without `like`, an old one keeps its settings.
   * @throws {FleetError} NOT_FOUND, INVALID
   */
  async begin(principal: Principal, like: TrialModel | undefined): Promise<TrialDevice> {
    const deviceId = `trial-${principal.id}`;
    // First, so that nothing is changed for what cannot be had.
    const wanted = like && (await this.#settingsLike(principal, like));
    const secret = await this.#secretOf(principal, deviceId);
    if (wanted) {
      await this.#directory.edit(principal, deviceId, { groupId: wanted.groupId, enabled: true });
      await this.#configure(principal, deviceId, wanted.settings);
    }
    return { deviceId, secret };
  }

  async #settingsLike(
    principal: Principal,
    like: TrialModel,
  ): Promise<{ groupId: string | null; settings: DeviceSettings }> {
    if (like.kind === 'fleet') return { groupId: null, settings: {} };
    if (like.kind === 'group') {
      const { id } = await this.#groups.read(principal, like.id);
      return { groupId: id, settings: {} };
    }
    const { group } = await this.#directory.read(principal, like.id);
    const { settings } = await this.#configuration.read(principal, { scope: 'device', id: like.id });
    return { groupId: group?.id ?? null, settings };
  }

  async #secretOf(principal: Principal, id: string): Promise<string> {
    try {
      return await this.#directory.rotate(principal, id, true);
    } catch (error) {
      if (!(error instanceof FleetError && error.code === 'NOT_FOUND')) throw error;
    }
    const ownerId = principal.kind === 'user' ? principal.id : null;
    const made = await this.#directory.create(principal, {
      id,
      name: principal.name,
      ownerId,
      tags: [TRIAL_TAG],
    });
    return made.secret;
  }

  async #configure(principal: Principal, id: string, wanted: DeviceSettings): Promise<void> {
    const name = { scope: 'device', id } as const;
    const { settings, version } = await this.#configuration.read(principal, name);
    if (JSON.stringify(settings) === JSON.stringify(wanted)) return;
    await this.#configuration.write(principal, name, patchTo(settings, wanted), version);
  }
}

/** What has to change so that nothing but `wanted` is set. */
function patchTo(settings: object, wanted: object): SettingsPatch {
  const patch: Record<string, unknown> = { ...wanted };
  for (const [key, value] of Object.entries(settings)) {
    const next: unknown = patch[key];
    if (next === undefined) patch[key] = null;
    else if (isObject(value) && isObject(next)) patch[key] = patchTo(value, next);
  }
  return patch;
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
