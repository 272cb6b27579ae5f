const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0?[1-9]|1[0-2])';
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
/** No month, lest 10/03 match in two ways: every such choice doubles the time that a failing search takes. */
const LATE_DAY = String.raw`(?:1[3-9]|2\d|3[01])`;
const DATES = ['-', '/', String.raw`\.`].map((mark) => {
  const dayAndMonth = `(?:${DAY}${mark}${MONTH}|${MONTH}${mark}${LATE_DAY})`;
  // With dots or hyphens, a year of two digits may as well be part of a number, such as 06.12.03.45.67.
  const endingYear = mark === '/' ? String.raw`(?:${YEAR}|\d\d)` : YEAR;
  return `${YEAR}${mark}${MONTH}${mark}${DAY}|${dayAndMonth}${mark}${endingYear}`;
});
const OFFSET = String.raw`[+\-](?:0\d|1[0-4]):?(?:[03]0|[14]5)`;
const TIME = String.raw`(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?:${OFFSET})?`;
const MOMENT = `(?:${DATES.join('|')}|${TIME})`;
const BETWEEN = String.raw`(?![:.]\p{Nd})[\p{P}\p{S}\s]{1,5}`;
const MARKS = String.raw`[\p{P}\p{S}]{0,5}`;

/** At most four joined, such as `9:30-10:30`, lest a long row that fails be tried again and again. */
const MOMENTS = new RegExp(
  String.raw`(?<!\p{Nd}${MARKS})${MOMENT}(?:${BETWEEN}${MOMENT}){0,3}(?!${MARKS}\p{Nd})`,
  'gv',
);

/**
 * The text with an x for each character of dates and times in digits. White space or letters must set them
 * apart from other digits: `2026-03-10-4321` is none.
 */
export function blankDates(text: string): string {
  return text.replace(MOMENTS, (moments) => 'x'.repeat(moments.length));
}
