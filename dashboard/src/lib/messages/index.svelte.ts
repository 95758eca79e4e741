/** The language of the page, and its texts. `{m().devices.title}` is drawn anew when the language changes. */
import type { Catalogue } from './catalogue.ts';
import { en } from './en/index.ts';

export const LANGUAGES = { en: 'English', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = 'pipit:language';

const catalogues: Record<Language, () => Promise<Catalogue>> = {
  en: async () => en,
  zh: async () => (await import('./zh/index.ts')).zh,
};

let texts = $state.raw<Catalogue>(en);
let current = $state.raw<Language>('en');

export const m = (): Catalogue => texts;
export const language = (): Language => current;
/** For numbers and times: as the browser's owner writes them, where that is in the language of the page. */
export const locale = (): string => navigator.languages.find((tag) => tag.startsWith(current)) ?? current;

const isLanguage = (text: string | null): text is Language => text !== null && text in LANGUAGES;

/** What was chosen on this browser, or what the browser prefers. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(KEY);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

export async function useLanguage(next: Language): Promise<void> {
  texts = await catalogues[next]();
  current = next;
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : next;
}

/** Also for the next visit. */
export async function chooseLanguage(next: Language): Promise<void> {
  localStorage.setItem(KEY, next);
  await useLanguage(next);
}
