/** Nothing typed is lost by a slip: whoever leaves with unsaved changes is asked first. */
import { beforeNavigate } from '$app/navigation';
import { m } from '#lib/messages/index.svelte.ts';

/** To be called while a component is made. */
export function askBeforeLeaving(isChanged: () => boolean): void {
  beforeNavigate((navigation) => {
    if (!isChanged()) return;
    // Of a page that goes away the browser asks, in its own words.
    if (navigation.willUnload || !confirm(m().common.leaveAnyway)) navigation.cancel();
  });
}
