/** The time for what says how long ago something was: it goes on by itself while somebody looks. */
import { createSubscriber } from 'svelte/reactivity';

const EVERY_MS = 15_000;

const subscribe = createSubscriber((update) => {
  const timer = setInterval(update, EVERY_MS);
  return () => clearInterval(timer);
});

export function now(): Date {
  subscribe();
  return new Date();
}
