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
export function blankDates(text: string): string {
  return text.replace(MOMENTS, (moments) => 'x'.repeat(moments.length));
}
