/** A typed place in Svelte's context whose reader is told when nobody has filled it. */
import { getContext, setContext } from 'svelte';

export interface ContextOf<Value> {
  provide(value: Value): Value;
  /** @throws when no component above has provided it. */
  use(): Value;
}

export function contextOf<Value>(name: string): ContextOf<Value> {
  const key = Symbol(name);
  return {
    provide: (value) => setContext(key, value),
    use() {
      const value = getContext<Value | undefined>(key);
      if (value === undefined)
        throw new Error(`There is no ${name} here: only pages under routes/(console) have it.`);
      return value;
    },
  };
}
