/** Short words about what was done, in the corner of the page. What needs an answer is said where it was asked. */
import { toast } from 'svelte-sonner';

/** How long somebody has to read why something failed. */
const FAILED_MS = 10_000;

export const succeeded = (text: string): void => void toast.success(text);

export const failed = (text: string): void => void toast.error(text, { duration: FAILED_MS });
