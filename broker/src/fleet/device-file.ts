/** `devices.json`, in which earlier versions kept their devices: read once, into the database. */
import { readFile, rename } from 'node:fs/promises';
import { isDeviceId } from '@pipit/protocol';
import { z } from 'zod';
import type { Queries } from '../store/database.ts';
import { DeviceStoreError } from './device-store-error.ts';

const deviceSchema = z.strictObject({
  id: z.string().refine(isDeviceId, 'is not a device id'),
  name: z.string(),
  secretHash: z.string().min(1),
  enabled: z.boolean(),
  createdAt: z.string(),
  rotatedAt: z.string().nullable(),
});
const fileSchema = z.strictObject({ version: z.literal(1), devices: z.array(deviceSchema) });

const ROWS_AT_ONCE = 500;
/** Put behind the name of a file that was read. */
const IMPORTED = '.imported';

export interface DeviceImport {
  readonly imported: number;
  /** Devices that the database has already; they stay as they are. */
  readonly known: number;
}

/**
 * Takes the devices of the file into the database, then renames it. Undefined when there is no file.
 * @throws {DeviceStoreError} CORRUPT when the content is not what we wrote; nothing was taken then.
 */
export async function importDeviceFile(path: string, queries: Queries): Promise<DeviceImport | undefined> {
  const devices = await readDeviceFile(path);
  if (!devices) return undefined;
  const imported = await queries.transaction().execute(async (transaction) => {
    let rows = 0;
    for (let i = 0; i < devices.length; i += ROWS_AT_ONCE) {
      const values = devices.slice(i, i + ROWS_AT_ONCE).map(({ createdAt, rotatedAt, ...device }) => ({
        ...device,
        tenantId: 'default',
        createdAt: new Date(createdAt),
        rotatedAt: rotatedAt === null ? null : new Date(rotatedAt),
      }));
      const inserted = await transaction
        .insertInto('devices')
        .values(values)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirst();
      rows += Number(inserted.numInsertedOrUpdatedRows ?? 0);
    }
    return rows;
  });
  await rename(path, path + IMPORTED);
  return { imported, known: devices.length - imported };
}

async function readDeviceFile(path: string): Promise<z.infer<typeof fileSchema>['devices'] | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) throw corrupt(path, `is not JSON (${error.message})`, error);
    throw error;
  }
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return parsed.data.devices;
  const [issue] = parsed.error.issues;
  throw corrupt(path, `is not a list of devices (${issue?.path.join('.')}: ${issue?.message})`, parsed.error);
}

const corrupt = (path: string, what: string, cause: unknown): DeviceStoreError =>
  new DeviceStoreError(
    'CORRUPT',
    `${path} ${what}. It was left as it is: repair it, or move it away to start without its devices.`,
    { cause },
  );
