/** The JSON file of devices: reads it strictly, and replaces it as a whole so that no reader ever sees half of one. */
import { readFile, stat } from 'node:fs/promises';
import { isDeviceId } from '@pipit/protocol';
import { z } from 'zod';
import type { Devices } from './device-changes.ts';
import { DeviceStoreError } from './device-store-error.ts';
import { replaceFile } from './durable-file.ts';

const FILE_MODE = 0o600;

const deviceSchema = z.strictObject({
  id: z.string().refine(isDeviceId, 'is not a device id'),
  name: z.string(),
  secretHash: z.string().min(1),
  enabled: z.boolean(),
  createdAt: z.string(),
  rotatedAt: z.string().nullable(),
});
const fileSchema = z.strictObject({ version: z.literal(1), devices: z.array(deviceSchema) });

/** A missing file is an empty one. @throws {DeviceStoreError} CORRUPT when the content is not what we write. */
export async function readDeviceFile(path: string): Promise<Devices> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return new Map();
    throw error;
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw corrupt(path, `is not JSON (${(cause as Error).message})`, cause);
  }
  const parsed = fileSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw corrupt(
      path,
      `is not a list of devices (${issue?.path.join('.')}: ${issue?.message})`,
      parsed.error,
    );
  }
  const devices = new Map(parsed.data.devices.map((device) => [device.id, device]));
  if (devices.size !== parsed.data.devices.length) throw corrupt(path, 'names a device twice');
  return devices;
}

export async function writeDeviceFile(path: string, devices: Devices): Promise<void> {
  const text = `${JSON.stringify({ version: 1, devices: [...devices.values()] }, null, 2)}\n`;
  await replaceFile(path, text, FILE_MODE);
}

/** The stamp of a file that is not there. */
export const NO_FILE = 'none';

/** Differs whenever the file was replaced or edited. */
export async function fileStamp(path: string): Promise<string> {
  try {
    const { ino, size, mtimeNs } = await stat(path, { bigint: true });
    return `${ino}.${size}.${mtimeNs}`;
  } catch (error) {
    if (isMissing(error)) return NO_FILE;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const corrupt = (path: string, what: string, cause?: unknown): DeviceStoreError =>
  new DeviceStoreError(
    'CORRUPT',
    `${path} ${what}. It was left as it is: repair it, or move it away to start anew.`,
    { cause },
  );
