import type * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { recordErrors } from '../field-errors.ts';
import { cutTo, leftOut } from '../messages.ts';
import { cutToBytes, cutToCharacters, isText } from './text.ts';

/**
 * How a side field, which only describes its record, is mended if it cannot be stored as sent, so that the record is
 * not lost: its text is cut, or else the field is left out.
 */
export interface Mending {
  /** The part of a text over its limit that is stored; undefined if no part can be. Without it, nothing is cut. */
  readonly cut?: (text: string) => string | undefined;
  /** The limit, as the warning says it: `200 characters`. */
  readonly limit?: string;
  /** A required field can be cut, but a record without it is rejected. */
  readonly required?: true;
}

/** The side fields of a record type by their path, `subject` or `customer.name`. */
export type Mendings = Readonly<Record<string, Mending>>;

/** Left out if it cannot be stored as sent, because a part of it would be something else. */
export const leavingOut: Mending = {};

/** Cut to `max` characters. */
export function cutting(max: number): Mending {
  return { cut: (text) => readable(cutToCharacters(text, max)), limit: `${max} characters` };
}

/** Cut to `max` bytes in UTF-8. */
export function cuttingBytes(max: number): Mending {
  return { cut: (text) => readable(cutToBytes(text, max)), limit: `${max} bytes` };
}

/** Cut to `max` characters; a record without such a text is rejected. */
export function cuttingRequired(max: number): Mending {
  return { ...cutting(max), required: true };
}

/** A record that matches its schema, and what had to be mended for that. */
export interface Mended<Schema extends z.ZodType> {
  sent: z.output<Schema>;
  warnings: FieldError[];
}

/**
 * Parses a record, mending its side fields if it does not match the schema as sent. Returns errors if anything else is
 * wrong. Neither warnings nor errors contain a value.
 */
export function parseMending<Schema extends z.ZodType>(
  schema: Schema,
  raw: object,
  mendings: Mendings,
): Mended<Schema> | FieldError[] {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { sent: parsed.data, warnings: [] };
  const { mended, warnings } = mend(raw, parsed.error, mendings);
  if (warnings.length === 0) return recordErrors(parsed.error);
  const again = schema.safeParse(mended);
  return again.success ? { sent: again.data, warnings } : recordErrors(again.error);
}

/** A copy of the record without what the schema refuses in side fields, and a warning for each of them. */
function mend(
  raw: object,
  { issues }: z.core.$ZodError,
  mendings: Mendings,
): { mended: object; warnings: FieldError[] } {
  let mended = raw;
  const warnings = new Map<string, FieldError>();
  for (const { path: steps, message } of issues) {
    const path = steps.join('.');
    const mending = Object.hasOwn(mendings, path) ? mendings[path] : undefined;
    if (!mending || warnings.has(path)) continue;
    const value = steps.reduce<unknown>(
      (inside, step) => (inside as Record<PropertyKey, unknown>)[step],
      raw,
    );
    const part = typeof value === 'string' ? mending.cut?.(value) : undefined;
    if (part === undefined && mending.required) continue;
    mended = replaced(mended, steps, part);
    warnings.set(path, { path, message: part === undefined ? leftOut(message) : cutTo(mending.limit!) });
  }
  return { mended, warnings: [...warnings.values()] };
}

/** A copy of an object with another value at a path; undefined stands for a field that was not sent. */
function replaced(within: object, [first, ...rest]: readonly PropertyKey[], value: unknown): object {
  const inside = (within as Record<PropertyKey, unknown>)[first!];
  return { ...within, [first!]: rest.length === 0 ? value : replaced(inside as object, rest, value) };
}

function readable(part: string): string | undefined {
  return part !== '' && isText(part) ? part : undefined;
}
