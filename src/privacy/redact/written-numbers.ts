import { classesBy } from './folded-text.ts';
import type { MaskedSpan } from './mask-folded.ts';

const FEWEST_DIGITS = 7;
const MOST_MARKS = 5;
const DIGIT = /\p{Nd}/u;
const LINE_BREAK = /[\n\r\v\f\x85\u2028\u2029]/;
/** Belongs to one number and ends it: `10 %, 20 %` and `$9.90, $12.50` are two numbers each. */
const UNIT = /[\p{Sc}%‰٪]/u;
/** Modifier letters count as marks: the Japanese ー often serves as a hyphen. */
const OTHER = /[\p{Lu}\p{Ll}\p{Lt}\p{Lo}\p{N}]/u;

const KINDS = { digit: 0, mark: 1, lineBreak: 2, unit: 3, other: 4 } as const;
const kindOf = classesBy((character) => {
  if (DIGIT.test(character)) return KINDS.digit;
  if (LINE_BREAK.test(character)) return KINDS.lineBreak;
  if (UNIT.test(character)) return KINDS.unit;
  return OTHER.test(character) ? KINDS.other : KINDS.mark;
});

/** The characters between two digits. */
class Gap {
  #marksBefore = 0;
  #marksAfter = 0;
  #breaks = 0;
  #units = 0;
  #hasOther = false;

  clear(): void {
    this.#marksBefore = this.#marksAfter = this.#breaks = this.#units = 0;
    this.#hasOther = false;
  }

  add(kind: number): void {
    if (kind === KINDS.other) this.#hasOther = true;
    else if (kind === KINDS.lineBreak) this.#breaks += 1;
    else if (kind === KINDS.unit) this.#units += 1;
    else if (this.#breaks === 0) this.#marksBefore += 1;
    else this.#marksAfter += 1;
  }

  /** Whether the digits on both sides belong to one number. */
  get joins(): boolean {
    if (this.#hasOther) return false;
    if (this.#units > 0)
      return this.#units === 1 && this.#marksBefore + this.#marksAfter + this.#breaks === 0;
    return this.#breaks <= 1 && this.#marksBefore <= MOST_MARKS && this.#marksAfter <= MOST_MARKS;
  }
}

/**
 * The numbers in a folded text, in order: seven or more digits of any script, separated by at most five marks, or by a
 * line break with up to five marks on each side. Dates and times are excluded. One step per character.
 */
export function writtenNumbers(folded: string): MaskedSpan[] {
  if (!DIGIT.test(folded)) return [];
  const text = blankDates(folded);
  const found: MaskedSpan[] = [];
  const gap = new Gap();
  let [digits, start, end] = [0, 0, 0];
  const take = (): void => {
    if (digits >= FEWEST_DIGITS) found.push({ start, end });
  };
  for (let at = 0; at < text.length; ) {
    const codePoint = text.codePointAt(at)!;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    const kind = kindOf(codePoint);
    if (kind === KINDS.digit) {
      if (digits === 0 || !gap.joins) {
        take();
        start = leadOf(text, at);
        digits = 0;
      }
      digits += 1;
      end = next;
      gap.clear();
    } else if (text[at] !== '\n' || text[at - 1] !== '\r') gap.add(kind);
    at = next;
  }
  take();
  return found;
}

/** Start of a number whose first digit is at `at`, including a `+` and an opening bracket. */
function leadOf(text: string, at: number): number {
  const bracket = text[at - 1] === '(' ? at - 1 : at;
  return text[bracket - 1] === '+' ? bracket - 1 : bracket;
}

const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0?[1-9]|1[0-2])';
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
/** Excludes months, so that 10/03 does not match in two ways: each such choice doubles the time of a failing search. */
const LATE_DAY = String.raw`(?:1[3-9]|2\d|3[01])`;
const DATES = ['-', '/', String.raw`\.`].map((mark) => {
  const dayAndMonth = `(?:${DAY}${mark}${MONTH}|${MONTH}${mark}${LATE_DAY})`;
  // With dots or hyphens, a two-digit year might be part of a phone number, such as 06.12.03.45.67.
  const endingYear = mark === '/' ? String.raw`(?:${YEAR}|\d\d)` : YEAR;
  return `${YEAR}${mark}${MONTH}${mark}${DAY}|${dayAndMonth}${mark}${endingYear}`;
});
const OFFSET = String.raw`[+\-](?:0\d|1[0-4]):?(?:[03]0|[14]5)`;
const TIME = String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:${OFFSET})?`;
const MOMENT = `(?:${DATES.join('|')}|${TIME})`;
const BETWEEN = String.raw`(?![:.]\p{Nd})[\p{P}\p{S}\s]{1,5}`;
const MARKS = String.raw`[\p{P}\p{S}]{0,5}`;

/**
 * At most four in sequence, such as `9:30-10:30`, so that a long sequence that fails is not retried again and again.
 */
const MOMENTS = new RegExp(
  String.raw`(?<!\p{Nd}${MARKS})${MOMENT}(?:${BETWEEN}${MOMENT}){0,3}(?!${MARKS}\p{Nd})`,
  'gv',
);

/**
 * Replaces each character of numeric dates and times by an x. Only white space or letters may separate them from other
 * digits: `2026-03-10-4321` is not a date.
 */
function blankDates(text: string): string {
  return text.replace(MOMENTS, (moments) => 'x'.repeat(moments.length));
}
