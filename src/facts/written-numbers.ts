import { blankDates } from './written-dates.ts';

const LINE_BREAKS = String.raw`\n\r\v\f\x85\u2028\u2029`;
/** They belong to one number and end it: `10 %, 20 %` and `$9.90, $12.50` are several. */
const UNITS = String.raw`\p{Sc}%‰٪`;
/** Modifier letters are marks here: the Japanese ー often stands for a hyphen. */
const MARK = String.raw`[^\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}${UNITS}${LINE_BREAKS}]`;
const SEPARATOR = String.raw`(?:${MARK}{0,5}(?:(?:\r\n|[${LINE_BREAKS}])${MARK}{0,5})?|[${UNITS}])`;
const NUMBER = new RegExp(String.raw`\+?\(?\p{Nd}(?:${SEPARATOR}\p{Nd}){6,}`, 'gv');

/**
 * The numbers in a text: seven or more digits of any script, between two of them at most five marks, or a line
 * break with as many on either side. Dates and times are none.
 */
export function writtenNumbers(text: string): Iterable<RegExpExecArray> {
  return blankDates(text).matchAll(NUMBER);
}

/** Whether a text may hold a number of seven digits; characters such as ⑫ stand for two. */
export function mayHoldNumber(text: string): boolean {
  return /(?:\p{N}\P{N}*){4}/u.test(text);
}
