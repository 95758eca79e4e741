/** `pipit demo --tools`: an MCP server that is added over the API as anybody would, and a device with a volume. */
import type { PipitDeviceOptions } from '@pipit/device-sdk';
import { join, resolve } from 'node:path';
import { readLocalAccess } from '../identity/local-key.ts';
import type { ConversationEvent } from '../session/conversation-events.ts';
import { remoteApi } from './local-api.ts';
import { UsageError } from './output.ts';

/** The server of the demo is in it, and the SDK that this uses. */
export const REPOSITORY = resolve(import.meta.dirname, '..', '..', '..');
const SERVER = join(REPOSITORY, 'examples', 'computer-mcp.mjs');

/** Adds the server, and gives it to every device. */
export async function addComputerServer(dataDir: string): Promise<void> {
  const access = await readLocalAccess(dataDir);
  if (!access) throw new UsageError(`The broker left no access in ${dataDir}.`);
  const api = remoteApi(access);
  const { id } = await api.ask<{ id: string }>('POST', '/api/v1/mcp-servers', {
    name: 'computer',
    transport: 'stdio',
    command: process.execPath,
    args: [SERVER],
  });
  const settings = { tools: { mcp: true }, mcpServers: [id] };
  // The first settings of this fleet: it is new.
  await api.ask('PUT', '/api/v1/configuration/fleet', settings, { 'if-match': '"v0"' });
}

/** The loudspeaker of the demo. */
export class DemoVolume {
  percent = 70;
  readonly settings: NonNullable<PipitDeviceOptions['settings']> = {
    volume: {
      apply: (percent) => void (this.percent = percent),
      current: () => this.percent,
    },
  };
}

export interface DemoToolCall {
  /** As the model knows it. */
  readonly name: string;
  /** `device`, or `mcp:` and the id of the server. */
  readonly source: string;
  readonly durationMs: number;
  /** Why it failed; null when it did not. */
  readonly code: string | null;
}

export function toolCallOf(event: ConversationEvent): DemoToolCall | undefined {
  if (event.kind !== 'toolResult') return undefined;
  const { name, source, durationMs, code } = event;
  return { name, source, durationMs: Math.round(durationMs), code };
}
