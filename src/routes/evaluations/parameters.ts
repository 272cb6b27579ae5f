import * as z from 'zod';

const bound = z
  .string()
  .optional()
  .describe('A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant.');

/** The period that contract 002's reads take, by when evaluations were given. */
export const periodParameters = {
  date_from: bound,
  date_to: bound,
  tz: z.string().optional().describe("An IANA time zone; the tenant's by default."),
};

/** Their names in messages. */
export const PERIOD_NAMES = { from: 'date_from', to: 'date_to' };
