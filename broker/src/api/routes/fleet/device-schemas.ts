/** Devices as they are sent and received. */
import { isDeviceId } from '@pipit/protocol';
import { z } from 'zod';
import { SYNC_STATES } from '../../../fleet/configuration/sync-state.ts';
import { DEVICE_STATUSES } from '../../../fleet/directory/device-query.ts';
import { MAX_TAGS, TAG_PATTERN } from '../../../fleet/directory/device-tags.ts';

export const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0'), 'must not hold NUL');
export const time = z.iso.datetime();

/** What is no device id is simply not found. */
export const deviceParams = z.object({ id: z.string().max(200) });
export const idParams = z.object({ id: z.string().max(200) });

export const tag = z.string().regex(TAG_PATTERN, 'Use letters, digits and . _ : / = - , at most 64.');
export const tags = z.array(tag).max(MAX_TAGS);
export const deviceName = text(200).min(1);

const named = z.object({ id: z.string(), name: z.string() }).nullable();
const optional = z.string().nullable();

export const deviceSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    group: named,
    owner: named,
    tags: z.array(z.string()),
    enabled: z.boolean(),
    status: z.enum(DEVICE_STATUSES).describe('unstable: comes and goes; never: was not seen yet'),
    online: z.boolean(),
    onlineAt: time.nullable(),
    offlineAt: time.nullable(),
    offlineReason: optional.describe('of the last time that it went'),
    lastSeenAt: time.nullable(),
    address: optional,
    transport: optional,
    connectionId: optional,
    firmwareName: optional,
    firmwareVersion: optional,
    hardwareModel: optional,
    hardwareSerial: optional,
    language: optional,
    sync: z.enum(SYNC_STATES).describe('how far it is with its settings'),
    logLevel: optional.describe("of the broker's log lines about it"),
    createdAt: time,
    rotatedAt: time.nullable(),
    nextSecretAt: time.nullable().describe('since when a new secret waits for its first use'),
    hasSecret: z.boolean(),
    certificateSha256: optional,
  })
  .meta({ id: 'Device' });

const things = z.record(z.string(), z.unknown()).nullable();

export const deviceDetailSchema = deviceSchema
  .extend({
    capabilities: things,
    telemetry: things.describe('what it measured last'),
    telemetryAt: time.nullable(),
  })
  .meta({ id: 'DeviceDetail' });

export const newDeviceSchema = z.strictObject({
  id: z.string().refine(isDeviceId, 'Use 1 to 64 of A-Z a-z 0-9 . _ : - and start with a letter or digit.'),
  name: deviceName.optional(),
  groupId: z.uuid().nullable().optional(),
  ownerId: z.uuid().nullable().optional(),
  tags: tags.optional(),
});

export const deviceEditSchema = z.strictObject({
  name: deviceName.optional(),
  groupId: z.uuid().nullable().optional(),
  ownerId: z.uuid().nullable().optional(),
  tags: tags.optional(),
  enabled: z.boolean().optional(),
  logLevel: z.enum(['error', 'warn', 'info', 'debug', 'trace']).nullable().optional(),
});

const several = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(10).optional(),
  );
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** As a query has them. */
export const deviceFilters = {
  q: text(64).min(1).optional().describe('what id or name begins with'),
  status: z.enum(DEVICE_STATUSES).optional(),
  group: text(64).optional().describe('id of the group, or "none"'),
  tag: several(tag).describe('may be repeated: all of them'),
  firmware: text(64).optional(),
  hardware: text(64).optional(),
  owner: text(64).optional().describe('id of the person, or "none"'),
  enabled: flag.optional(),
  sync: z.enum(SYNC_STATES).optional(),
};

/** As a body has them. */
export const deviceFilterSchema = z.strictObject({
  q: text(64).min(1).optional(),
  status: z.enum(DEVICE_STATUSES).optional(),
  group: text(64).optional(),
  tags: z.array(tag).max(10).optional(),
  firmware: text(64).optional(),
  hardware: text(64).optional(),
  owner: text(64).optional(),
  enabled: z.boolean().optional(),
  sync: z.enum(SYNC_STATES).optional(),
});
