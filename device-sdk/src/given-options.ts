/** Options as a program gives them: one that is there but undefined counts as left out. */

export function given<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
