import { classesBy } from './character-classes.ts';
import type { Stretch } from './mask-folded.ts';
import { blankDates } from './written-dates.ts';

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
export function writtenNumbers(folded: string): Stretch[] {
  if (!DIGIT.test(folded)) return [];
  const text = blankDates(folded);
  const found: Stretch[] = [];
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
