// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no format can carry.
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Spaces other than tab and CR, then what spreadsheets take for the start of a formula. */
const FORMULA = /^[^\S\t\r]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The text without control characters (tab, LF and CR stay) and with lone surrogates replaced by U+FFFD. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, '');
}

/** Whether a spreadsheet may take the text for a formula. Ask about cleaned text. */
export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text);
}
