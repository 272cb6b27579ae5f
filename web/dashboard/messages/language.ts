import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

export const LANGUAGES = { en: 'English', pt: 'Português', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

const KEPT = 'callmeter.language';

/** The language that was chosen, else the first of the browser's that there is. */
export function firstLanguage(): Language {
  const wanted = [localStorage.getItem(KEPT) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const name = tag.slice(0, 2).toLowerCase();
    if (name in LANGUAGES) return name as Language;
  }
  return 'en';
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
}

export const LanguageContext = createContext<Language>('en');

/** The texts of a part of the dashboard, the same names in every language. */
export type Texts<Names> = Readonly<Record<Language, Names>>;

/** Declares texts: the other languages must have the names of English, with the same parameters. */
export function defineTexts<Names>(texts: Texts<Names>): Texts<Names> {
  return texts;
}

/** The texts in the language of the reader. */
export function useTexts<Names>(texts: Texts<Names>): Names {
  return texts[useContext(LanguageContext)];
}

/** The locale of numbers and dates: the browser's, if it is of the chosen language. */
export function useLocale(): string {
  const language = useContext(LanguageContext);
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;
}
