const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
/** As in names of models and versions: `20241022`, `2024-10-22`. */
const DATE = new RegExp(String.raw`(?<!\d)${YEAR}([-_.]?)${MONTH}\1${DAY}(?!\d)`, 'g');
const NUMBER = /\p{Nd}(?:[^\p{L}\p{N}]{0,5}\p{Nd}){8}/u;

/** What is accepted of a code, for messages. */
export const CODED_ACCEPTED = 'no @ and fewer than 9 digits in a row other than a date';

/**
 * Whether a token or the name of a provider holds a phone number or an address. They name groups in figures, which no
 * erasure takes away, and come from programs: a personal one is a mistake to be told, not a text to be masked. Only for
 * short texts.
 */
export function holdsPersonal(code: string): boolean {
  return code.includes('@') || NUMBER.test(code.normalize('NFKC').replace(DATE, 'x'));
}
