/** A page that cannot be loaded says why in the words that the rest of the dashboard has for it. */
import { isProblem } from '#lib/broker/problem.ts';
import { problemText } from '#lib/shared/problem-text.ts';

export function handleError({ error }: { readonly error: unknown }): { message: string } {
  // A fault of the page itself is for whoever has its console open.
  if (!isProblem(error)) reportError(error);
  return { message: problemText(error) };
}
