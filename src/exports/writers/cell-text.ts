// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what no format can carry.
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;

/** Whitespace except tab and CR, then a character that spreadsheets treat as the start of a formula. */
const FORMULA = /^[^\S\t\r]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/;

/** The text without control characters, except tab, LF and CR, and with lone surrogates replaced by U+FFFD. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(UNPRINTABLE, '');
}

/** Whether a spreadsheet may treat the text as a formula. Expects cleaned text. */
export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text);
}
