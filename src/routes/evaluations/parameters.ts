import * as z from 'zod';

const ACCEPTED = 'A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant';

/** The period that contract 002's reads take, by when evaluations were given. */
export const periodParameters = {
  date_from: z
    .string()
    .optional()
    .describe(`${ACCEPTED}. Without it the list has no bound; figures begin 30 days before date_to's date.`),
  date_to: z
    .string()
    .optional()
    .describe(`${ACCEPTED}; included. Without it the list has no bound; figures end today.`),
  tz: z.string().optional().describe("An IANA time zone; the tenant's by default."),
};

/** Their names in messages. */
export const PERIOD_NAMES = { from: 'date_from', to: 'date_to' };
