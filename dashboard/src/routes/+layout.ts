/** Everything runs in the browser: the broker serves files and data. */
import { preferredLanguage, useLanguage } from '#lib/messages/index.svelte.ts';

export const ssr = false;
export const prerender = false;

export async function load(): Promise<void> {
  await useLanguage(preferredLanguage());
}
