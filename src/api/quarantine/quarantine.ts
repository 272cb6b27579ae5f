import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QUARANTINE_REASONS, type QuarantineReason, quarantineQuery } from '../../rollups/quarantine.ts';
import { retryQuarantined } from '../../rollups/retry.ts';
import { isoInstant } from '../../time/dates.ts';
import { cursorFor } from '../cursor.ts';
import { wholeParameter } from '../parameters.ts';

const CURSOR = cursorFor({ since: z.int().min(0), kind: z.string(), id: z.string() });

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

export const quarantineList = defineOperation({
  id: 'quarantineList',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/quarantine',
  summary: 'Changed records whose figures are those from before the change, newest first, page by page.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  query: z.strictObject({
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: CURSOR.parameter.optional().describe('next_cursor of the page before.'),
  }),
  response: z.object({
    quarantine: z
      .array(
        z.object({
          type: z.string().describe('Type of the record.'),
          id: z.string().describe("The record's id; of a daily counter its date and dimension."),
          since: z.iso.datetime(),
          reason: z.enum(Object.keys(QUARANTINE_REASONS) as QuarantineReason[]),
          detail: z.string().describe('The reason in words.'),
        }),
      )
      .describe(
        'A change leaves the list when its record is sent again with other content, is deleted, or is retried with success.',
      ),
    next_cursor: z.string().nullable(),
  }),
  async handle({ store }, { query: { limit, cursor } }) {
    const [rows] = await store.batch([quarantineQuery(limit + 1, cursor)]);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      quarantine: page.map(({ kind, id, since, reason }) => ({
        type: kind,
        id,
        since: isoInstant(since),
        reason: reason as QuarantineReason,
        detail: QUARANTINE_REASONS[reason as QuarantineReason],
      })),
      next_cursor: last && rows.length > limit ? CURSOR.encode(last) : null,
    };
  },
});

const WITHIN_MILLISECONDS = 15_000;

export const quarantineRetry = defineOperation({
  id: 'quarantineRetry',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/quarantine/retry',
  summary:
    'Tries to take quarantined changes into the figures, the 1,000 oldest; the same happens every night.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  response: z.object({
    tried: z.int().min(0).describe('Changes that were tried.'),
    failed: z.int().min(0).describe('Those of them that are in quarantine again.'),
  }),
  async handle(context) {
    return retryQuarantined(context, { deadline: Date.now() + WITHIN_MILLISECONDS });
  },
});
