import * as z from 'zod';
import { formatMeasure, type NumberFormat, schemaOf } from './format.ts';
import type { MeasureName, Values } from './measures.ts';

/** Fields of an answer by the measure that each shows. */
export type FieldMeasures = Readonly<Record<string, MeasureName>>;

/** Fields of an answer, declared once: what they are, what to query for them, and how they are shown. */
export interface FieldSet<Fields extends FieldMeasures> {
  /** The measure of each field. */
  readonly byField: Fields;
  /** What a query must ask for. */
  readonly measures: readonly MeasureName[];
  /** Describes each field by its measure, for the answer's schema. */
  readonly schema: z.ZodObject<{ [Field in keyof Fields]: z.ZodType<number | null> }>;
  /** The fields' numbers; null if a measure's denominator is 0. */
  format(values: Values): { [Field in keyof Fields]: number | null };
}

/** Declares fields in a contract's number format. */
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
