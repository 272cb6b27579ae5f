import * as z from 'zod';
import { maskedText } from '../privacy/redact/masked-text.ts';
import { isoInstant } from '../time/dates.ts';
import type { FieldTable, Form } from './field-table.ts';
import type { KeptFields, SentShape, ShownFields, ShownShape } from './field-types.ts';
import { isStoredInstant } from './instant.ts';
import { holdsFields, keptValues, sentShape, shownShape, shownValues } from './walk-fields.ts';

const same = <Value>(value: Value): Value => value;

/** A text that names or codes something; also a choice. */
export const TEXT: Form<string, z.ZodString> = {
  keep: same,
  show: same,
  holds: (read) => typeof read === 'string',
  shown: z.string(),
};

/** Free text, masked before it is stored. */
export const MASKED: Form<z.output<typeof maskedText>, typeof maskedText> = {
  keep: same,
  show: same,
  holds: TEXT.holds,
  shown: maskedText,
};

/** A whole number, stored as sent. */
export const NUMBER: Form<number, z.ZodInt> = {
  keep: same,
  show: same,
  holds: Number.isSafeInteger,
  shown: z.int(),
};

export const FLAG: Form<boolean, z.ZodBoolean> = {
  keep: same,
  show: same,
  holds: (read) => typeof read === 'boolean',
  shown: z.boolean(),
};

/** An instant: stored in seconds UTC, shown as ISO 8601. */
export const INSTANT: Form<number, z.ZodString> = {
  keep: same,
  show: isoInstant,
  holds: isStoredInstant,
  shown: z.string(),
  description: 'UTC.',
};

/** A number with `decimals` decimals, as read by `decimal`: stored as an integer of 10^−`decimals`. */
export function decimals(decimals: number, description: string): Form<number, z.ZodNumber> {
  return {
    keep: same,
    show: (kept) => kept / 10 ** decimals,
    holds: Number.isSafeInteger,
    shown: z.number(),
    description,
  };
}

/** An object of fields, itself declared by a table: its form, and how it is sent. Absent if none of its fields is given. */
export function group<const Fields extends FieldTable>(
  fields: Fields,
): {
  sent: z.ZodObject<SentShape<Fields>, z.core.$strict>;
  form: Form<KeptFields<Fields>, z.ZodObject<ShownShape<Fields>>>;
} {
  return {
    sent: z.strictObject(sentShape(fields)),
    form: {
      keep: (sent) => {
        const kept = keptValues(fields, Object(sent), {});
        return Object.keys(kept).length > 0 ? kept : undefined;
      },
      show: (kept) => shownValues(fields, kept, {}) as ShownFields<Fields>,
      holds: (read) => holdsFields(fields, read),
      shown: z.object(shownShape(fields)),
    },
  };
}

/** A list of objects of one form. */
export function listOf<Value, Shown extends z.ZodType>(
  row: Form<Value, Shown>,
): Form<Value[], z.ZodArray<Shown>> {
  return {
    keep: same,
    show: (kept) => kept.map((each) => row.show(each)),
    holds: (read) => Array.isArray(read) && read.every((each) => row.holds(each)),
    shown: z.array(row.shown),
  };
}
