import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { accepting } from '../messages.ts';
import { INSTANT_ACCEPTED, isCalendarDate, parseInstant } from './instant.ts';
import { isText, isWithin } from './text.ts';

/** Maximum duration and maximum wait in seconds: a year of 366 days. */
export const MAX_SPAN_SECONDS = 31_622_400;
/** The largest SLA target and the largest pause, in seconds: ten years. */
export const MAX_TARGET_SECONDS = 315_360_000;
const MAX_ID_CHARACTERS = 128;
/** As long as a phone number may be written. */
const MAX_TERM_CHARACTERS = 256;
const TOKEN = /^[a-z0-9_.-]{1,64}$/;
const EMAIL_ACCEPTED = 'an e-mail address of at most 254 characters';
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
/** Control characters would not survive every store and log; unpaired surrogates are not valid text. */
const NOT_IN_IDS = /[\p{Cc}\p{Cs}]/u;

/** 1–128 characters, stored as sent. */
export function id() {
  return textual(
    `text of 1 to ${MAX_ID_CHARACTERS} characters, not blank and without control characters`,
    { title: 'id', minLength: 1, maxLength: MAX_ID_CHARACTERS },
    (text) =>
      isWithin(text, MAX_ID_CHARACTERS) && text.trim() !== '' && !NOT_IN_IDS.test(text) ? text : REFUSED,
  );
}

/** The id of a customer, or a phone number or e-mail address in any spelling of at most 256 characters; kept as sent. */
export function customerTerm() {
  const error = `text of 1 to ${MAX_TERM_CHARACTERS} characters, not blank`;
  return textual(error, { minLength: 1, maxLength: MAX_TERM_CHARACTERS }, (text) =>
    isWithin(text, MAX_TERM_CHARACTERS) && text.trim() !== '' && isText(text) ? text : REFUSED,
  );
}

/** 1–64 of `a-z 0-9 _ - .`, without a phone number. */
export function token() {
  return textual(
    `1 to 64 of the characters a-z 0-9 _ - ., with ${CODED_ACCEPTED}`,
    { title: 'token', pattern: TOKEN.source },
    (text) => (TOKEN.test(text) && !holdsPersonal(text) ? text : REFUSED),
  );
}

/** Trimmed text of at most `max` characters; empty text is treated as absent. */
export function text(max: number) {
  return textual(`text of at most ${max} characters`, { maxLength: max }, (sent) => {
    const trimmed = sent.trim();
    return isText(trimmed) && isWithin(trimmed, max) ? trimmed || undefined : REFUSED;
  });
}

/** Trimmed text of 1 to `max` characters. */
export function requiredText(max: number) {
  return textual(`text of 1 to ${max} characters`, { minLength: 1, maxLength: max }, (sent) => {
    const trimmed = sent.trim();
    return trimmed !== '' && isText(trimmed) && isWithin(trimmed, max) ? trimmed : REFUSED;
  });
}

/** Trimmed text of at most `max` bytes in UTF-8; empty text is treated as absent. */
export function longText(max: number) {
  return textual(`text of at most ${max} bytes in UTF-8`, {}, (sent) => {
    const trimmed = sent.trim();
    const fits = trimmed.length * 3 <= max || (trimmed.length <= max && Buffer.byteLength(trimmed) <= max);
    return fits && isText(trimmed) ? trimmed || undefined : REFUSED;
  });
}

/** An e-mail address, trimmed; empty text is treated as absent. */
export function emailAddress() {
  return textual(EMAIL_ACCEPTED, { title: 'e-mail address', maxLength: 254 }, (sent) => {
    const trimmed = sent.trim();
    if (trimmed === '') return undefined;
    return isEmailAddress(trimmed) ? trimmed : REFUSED;
  });
}

/** An e-mail address, trimmed; required. */
export function requiredEmailAddress() {
  return textual(EMAIL_ACCEPTED, { title: 'e-mail address', minLength: 3, maxLength: 254 }, (sent) => {
    const trimmed = sent.trim();
    return isEmailAddress(trimmed) ? trimmed : REFUSED;
  });
}

/** Whether `text` is accepted as an e-mail address. */
export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text) && !NOT_IN_IDS.test(text);
}

/** An ISO 8601 instant with an offset, as whole seconds UTC; fractions are cut off. */
export function instant() {
  return z
    .string({ error: accepting(INSTANT_ACCEPTED) })
    .meta({ format: 'date-time' })
    .transform((text, context) => {
      const read = parseInstant(text);
      if (typeof read === 'number') return read;
      context.issues.push({ code: 'custom', message: read, input: text });
      return z.NEVER;
    });
}

/** A calendar date, `YYYY-MM-DD`. */
export function calendarDate() {
  const accepted = 'a day of the calendar from 1970-01-01 to 2100-12-31, written YYYY-MM-DD';
  return textual(accepted, { format: 'date' }, (text) => (isCalendarDate(text) ? text : REFUSED));
}

/** An integer from `min` to `max`; `unit` appears in error messages. */
export function whole(min: number, max: number, unit?: string) {
  const error = unit === undefined ? undefined : accepting(`a whole number from ${min} to ${max} (${unit})`);
  return z.int({ error }).min(min).max(max);
}

/** A count, from 0 to `BOUNDS.count`. */
export function count() {
  return whole(0, BOUNDS.count.value);
}

/** A number from 0 to `max`, stored as an integer of 10^−`decimals`, rounded half away from zero. */
export function decimal(max: number, decimals: number) {
  return z
    .number({ error: accepting(`a number from 0 to ${max}, kept to ${decimals} decimals`) })
    .min(0)
    .max(max)
    .transform((value) => scaledDecimal(value, decimals));
}

/** The fields that every record has: type, version and deletion flag. */
export function envelope<Type extends string>(type: Type) {
  return {
    type: z.literal(type),
    updated_at: instant().nullish(),
    deleted: z.literal(false, { error: accepting('true or false; true removes the record') }).nullish(),
  };
}

const REFUSED = Symbol('refused');

function textual<Kept>(
  accepted: string,
  meta: z.core.GlobalMeta,
  read: (text: string) => Kept | typeof REFUSED,
) {
  const error = accepting(accepted);
  return z
    .string({ error })
    .meta(meta)
    .transform((text, context) => {
      const kept = read(text);
      if (kept !== REFUSED) return kept;
      context.issues.push({
        code: 'custom',
        message: error({ input: text }),
        input: text,
      });
      return z.NEVER;
    });
}

/** `value` (≥ 0) as an integer of 10^−`decimals`, rounded half away from zero as written in decimal, not in binary. */
function scaledDecimal(value: number, decimals: number): number {
  const scaled = value * 10 ** decimals;
  if (Number.isInteger(scaled)) return Math.abs(scaled);
  const [digits, exponent = '0'] = String(value).split('e');
  return Math.round(Number(`${digits}e${Number(exponent) + decimals}`));
}

const POSITIVE_FROM = 6_000;
const NEGATIVE_BELOW = 4_000;

export function sentimentLabel() {
  return z.enum(['positive', 'neutral', 'negative']);
}

export type SentimentLabel = z.output<ReturnType<typeof sentimentLabel>>;

/** The label of a score in ten-thousandths: positive from 6000, negative below 4000. */
export function labelOf(score: number): SentimentLabel {
  if (score >= POSITIVE_FROM) return 'positive';
  return score < NEGATIVE_BELOW ? 'negative' : 'neutral';
}

const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
/** As in model names and versions: `20241022`, `2024-10-22`. */
const DATE = new RegExp(String.raw`(?<!\d)${YEAR}([-_.]?)${MONTH}\1${DAY}(?!\d)`, 'g');
const NUMBER = /\p{Nd}(?:[^\p{L}\p{N}]{0,5}\p{Nd}){8}/u;

/** What a code may contain, for error messages. */
export const CODED_ACCEPTED = 'no @ and fewer than 9 digits in a row other than a date';

/**
 * Whether a token or a provider name contains a phone number or an e-mail address. These name groups in figures, which
 * outlive an erasure, and are set by programs, so a personal one is rejected as a mistake instead of being masked. Only
 * for short texts.
 */
export function holdsPersonal(code: string): boolean {
  return code.includes('@') || NUMBER.test(code.normalize('NFKC').replace(DATE, 'x'));
}
