import * as z from 'zod';
import { formatMeasure, type NumberFormat, schemaOf } from './format.ts';
import type { MeasureName, Values } from './measures.ts';

/** The measure that each response field shows. */
export type FieldMeasures = Readonly<Record<string, MeasureName>>;

/** Response fields declared once: their schema, the measures to query and their formatting. */
export interface FieldSet<Fields extends FieldMeasures> {
  readonly byField: Fields;
  /** The measures that a query must include. */
  readonly measures: readonly MeasureName[];
  /** Schema of the fields, described by their measures. */
  readonly schema: z.ZodObject<{ [Field in keyof Fields]: z.ZodType<number | null> }>;
  /** The formatted values; null if a measure's denominator is 0. */
  format(values: Values): { [Field in keyof Fields]: number | null };
}

/** Declares fields in the number format of a contract. */
export function fields<const Fields extends FieldMeasures>(
  format: NumberFormat,
  byField: Fields,
): FieldSet<Fields> {
  const entries = Object.entries(byField);
  const shape = Object.fromEntries(entries.map(([field, measure]) => [field, schemaOf(measure)]));
  return {
    byField,
    measures: Object.values(byField),
    schema: z.object(shape) as unknown as FieldSet<Fields>['schema'],
    format: (values) =>
      Object.fromEntries(
        entries.map(([field, measure]) => [field, formatMeasure(measure, values, format)]),
      ) as { [Field in keyof Fields]: number | null },
  };
}
