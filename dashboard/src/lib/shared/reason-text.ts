/** Why something ended, in words; a reason that the page does not know is shown as it is. */
import type { Catalogue } from '#lib/messages/catalogue.ts';

export function reasonText({ common: { reasons } }: Catalogue, reason: string | null): string {
  if (reason === null) return '';
  return Object.hasOwn(reasons, reason) ? reasons[reason as keyof typeof reasons] : reason;
}
