/** The tools that a device offers at the moment, asked of the device itself. */

export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** A JSON schema, as the device said it. */
  readonly inputSchema: Readonly<Record<string, unknown>>;
  /** `user`: only people may use it. */
  readonly audience: 'model' | 'user';
}

export interface OfferedTools {
  /** `offline`: not connected to this process; `none`: it offers none; `failed`: it did not answer as it should. */
  readonly state: 'listed' | 'none' | 'offline' | 'failed';
  readonly items: readonly OfferedTool[];
  /** Why it failed. */
  readonly detail: string | null;
}

/** The devices of this process that can be asked. */
export interface ToolDevices {
  /** Undefined when the device is not connected here. */
  offers(deviceId: string): boolean | undefined;
  /** @throws when the device does not answer */
  list(
    deviceId: string,
    signal: AbortSignal,
  ): Promise<readonly (Omit<OfferedTool, 'audience'> & { readonly audience?: 'user' | undefined })[]>;
}

export async function offeredTools(
  devices: ToolDevices | undefined,
  deviceId: string,
  signal: AbortSignal,
): Promise<OfferedTools> {
  const offers = devices?.offers(deviceId);
  if (!devices || offers === undefined) return { state: 'offline', items: [], detail: null };
  if (!offers) return { state: 'none', items: [], detail: null };
  try {
    const listed = await devices.list(deviceId, signal);
    const items = listed.map(({ name, description, inputSchema, audience }): OfferedTool => {
      return { name, description, inputSchema, audience: audience ?? 'model' };
    });
    return { state: 'listed', items, detail: null };
  } catch (error) {
    return { state: 'failed', items: [], detail: error instanceof Error ? error.message : String(error) };
  }
}
