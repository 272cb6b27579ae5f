import { parseAccept } from 'hono/utils/accept';

/** The languages of the pages. */
export const LANGUAGES = ['en', 'pt', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language that a browser prefers by its Accept-Language (RFC 9110, section 12.5.4): the first of LANGUAGES that it
 * names, in whatever region, by weight; English if it names none.
 */
export function languageOf({ headers }: Pick<Request, 'headers'>): Language {
  const named = parseAccept(headers.get('Accept-Language') ?? '')
    .filter(({ q }) => q > 0)
    .toSorted((a, b) => b.q - a.q)
    .map(({ type }) => type.split('-')[0]?.toLowerCase());
  for (const name of named) {
    const found = LANGUAGES.find((language) => language === name);
    if (found) return found;
  }
  return 'en';
}
