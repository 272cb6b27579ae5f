import * as z from 'zod';
import { CSV_DECIMALS, CSV_DELIMITERS, type CsvOptions, type FileFormat } from '../exports/spec.ts';
import { accepting } from '../messages.ts';

/** The field `csv` of the body of a creation: how a CSV file is written. */
export const csvField = z
  .strictObject({
    bom: z
      .boolean()
      .default(false)
      .describe('Whether the file begins with a byte order mark, by which Excel knows that it is UTF-8.'),
    delimiter: z
      .enum(CSV_DELIMITERS, { error: accepting('a comma, a semicolon or a tab') })
      .default(',')
      .describe('What separates cells. Excel expects a semicolon if its decimal separator is a comma.'),
    decimal: z
      .enum(CSV_DECIMALS, { error: accepting('a point or a comma') })
      .default('.')
      .describe('The decimal separator of numbers, as Excel expects it.'),
  })
  .optional()
  .describe('How a CSV file is written; only with the format csv.');

/** Refines a body: the field `csv` is an error with another format. */
export function csvOnly(
  { format, csv }: { format: FileFormat; csv?: CsvOptions | undefined },
  refinement: z.core.$RefinementCtx,
): void {
  if (csv === undefined || format === 'csv') return;
  refinement.addIssue({ code: 'custom', path: ['csv'], message: 'Accepted only with the format csv.' });
}
