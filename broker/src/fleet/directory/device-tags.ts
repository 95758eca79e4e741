/** Words that people put on devices. */
import type { Queries } from '../../store/database.ts';

export const MAX_TAGS = 32;
/** Letters and digits of any language, and what is usual between them. */
export const TAG_PATTERN = /^[\p{L}\p{N}][\p{L}\p{N} ._:/=-]{0,63}$/u;

/** These and no others. */
export async function setTags(
  queries: Queries,
  tenantId: string,
  deviceId: string,
  tags: readonly string[],
): Promise<void> {
  await queries.deleteFrom('deviceTags').where('deviceId', '=', deviceId).execute();
  const values = [...new Set(tags)].map((tag) => ({ deviceId, tag, tenantId }));
  if (values.length > 0) await queries.insertInto('deviceTags').values(values).execute();
}
