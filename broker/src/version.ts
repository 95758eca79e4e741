import { readFileSync } from 'node:fs';

/** Of this package, as devices and health see it. */
export const VERSION: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
