/** Light, dark, or as the system: kept on this browser. `static/appearance.js` applies it before the first paint. */

export const APPEARANCES = ['system', 'light', 'dark'] as const;
export type Appearance = (typeof APPEARANCES)[number];

const KEY = 'pipit:appearance';

const stored = (): Appearance => APPEARANCES.find((each) => each === localStorage.getItem(KEY)) ?? 'system';

let current = $state<Appearance>(stored());

export const appearance = (): Appearance => current;

export function chooseAppearance(next: Appearance): void {
  current = next;
  localStorage.setItem(KEY, next);
  document.documentElement.dataset['appearance'] = next;
}
