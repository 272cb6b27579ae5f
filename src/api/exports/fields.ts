import * as z from 'zod';
import { zoneParameter } from '../period-from-query.ts';

const MAX_ID_CHARACTERS = 200;

/** One of `values`, with an error message that lists them. */
export function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, {
    error: ({ input }) => `${input === undefined ? 'Required; one' : 'Must be one'} of ${values.join(', ')}.`,
  });
}

const ID_ERROR = `Must be a text of 1 to ${MAX_ID_CHARACTERS} characters.`;

/** A record id to filter by. */
export const idField = z
  .string({ error: ID_ERROR })
  .min(1, { error: ID_ERROR })
  .max(MAX_ID_CHARACTERS, { error: ID_ERROR });

/** A list of at most `max` distinct items. */
export function distinct<Item extends z.ZodType<string>>(item: Item, max: number) {
  return z
    .array(item, { error: 'Must be a list.' })
    .max(max, { error: `Must have at most ${max} entries.`, abort: true })
    .superRefine((values, refinement) => {
      const seen = new Set<string>();
      values.forEach((value, index) => {
        if (seen.has(value)) {
          refinement.addIssue({ code: 'custom', path: [index], message: `Named twice; name it once.` });
        }
        seen.add(value);
      });
    });
}

/** The time zone, as a query parameter of requests with a body. */
export const zoneQuery = z.strictObject({
  tz: zoneParameter,
});
