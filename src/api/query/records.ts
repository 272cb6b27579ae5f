import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { type RecordsPage, recordsOf } from '../../behind/records-of.ts';
import { BOUNDS } from '../../bounds.ts';
import { invalidInput } from '../../error-list.ts';
import type { InvalidInput } from '../../errors.ts';
import { COUNTED_TYPES, EVENT_TYPES } from '../../facts/event-pages.ts';
import { defineOperation } from '../../http/operation.ts';
import { nameOf } from '../../query/ranking.ts';
import { interactionFields } from '../../records/interaction-fields.ts';
import type { Interaction } from '../../records/types.ts';
import { shownFields, shownShape } from '../../records/walk-fields.ts';
import { isoInstant } from '../../time/dates.ts';
import { cursorFor } from '../cursor.ts';
import { wholeParameter } from '../parameters.ts';

const DEFAULT_LIMIT = 100;
/** The token of a link ends with its digest, of this length; cursors hold only the digest. */
const DIGEST_CHARACTERS = 22;

/** The link and the limit of the pages, and the last record that was read. */
const CURSOR = cursorFor(
  {
    of: z.string(),
    limit: z.int().min(1),
    type: z.enum(EVENT_TYPES),
    at: z.int(),
    id: z.string(),
  },
  'an `after`',
);

/** What lists of records show of an interaction; a part of `GET /api/v1/interactions/:id`. */
const summaryShape = z.object({
  ...z.object(shownShape(interactionFields)).pick({
    kind: true,
    channel: true,
    direction: true,
    status: true,
    outcome: true,
    started_at: true,
    duration_seconds: true,
    wait_seconds: true,
    agent_id: true,
    queue_id: true,
  }).shape,
  agent_name: z.string().nullable().describe('Its current name; the id if no record was sent.'),
  queue_name: z.string().nullable(),
});

const itemShape = z.object({
  type: z.enum(COUNTED_TYPES),
  id: z.string().describe('Its id; of a daily counter its date and what it counts.'),
  at: z.string().describe('The instant at which it counts, UTC; of a daily counter its date.'),
  interaction_id: z
    .string()
    .nullable()
    .describe(
      'The interaction that it is or belongs to, for `GET /api/v1/interactions/:id`; null for a daily counter.',
    ),
  numerator: z.int().describe('What it adds to `cell.parts.numerator`; may be negative.'),
  denominator: z.int().nullable(),
  interaction: summaryShape
    .nullable()
    .describe('In short, the interaction that it is or belongs to; null for a daily counter.'),
});

export const recordsBehind = defineOperation({
  id: 'recordsBehind',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/records',
  summary: 'The records behind one figure of a query, page by page, and the figure as it is now.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: z.strictObject({
    of: z.string().describe('The token of a link in the answer to a query. It is valid for an hour.'),
    limit: wholeParameter(1, BOUNDS.recordsLimit.value).default(DEFAULT_LIMIT),
    after: CURSOR.parameter
      .optional()
      .describe('`after` of the page before, with the same `of` and `limit`.'),
  }),
  response: z.object({
    cell: z.object({
      metric: z.string().describe('As the query names it.'),
      value: z.number().nullable().describe('Rounded as in answers to queries.'),
      parts: z
        .object({ numerator: z.int(), denominator: z.int().nullable() })
        .describe(
          'Exact sums over all records, in base units: counts, seconds, millionths of a dollar, ten-thousandths of a ' +
            'score. Their quotient is the value. The denominator is null if the metric has none.',
        ),
      rank: z
        .int()
        .nullable()
        .describe(
          'Of a percentile: the value is, within 1 %, the numerator of this place among those of all records in ' +
            'ascending order, from 1. Else null.',
        ),
    }),
    items: z
      .array(itemShape)
      .describe(
        'By type as listed, then `at`, then `id`. Records that add nothing are left out. A page may have fewer than ' +
          '`limit`, even none, and not be the last.',
      ),
    after: z.string().nullable().describe('What `after` takes for the next page; null on the last one.'),
    changed: z
      .boolean()
      .describe(
        'Whether data has changed the figure since the query was answered; `cell` shows it as it is now.',
      ),
  }),
  errors: [410],
  countsRows: true,
  async handle(context, { query: { of, limit, after } }) {
    const digest = of.slice(-DIGEST_CHARACTERS);
    if (after && after.of !== digest) throw refused('after', 'Must be of a page with the same `of`.');
    if (after && after.limit !== limit)
      throw refused('limit', `Must be ${after.limit}, as on the page that \`after\` comes from.`);
    const page = await recordsOf(context, { token: of, after, limit });
    const { cell, records, next, changed, names } = page;
    return {
      cell,
      items: records.map((record) => presentRecord(record, names)),
      after: next ? CURSOR.encode({ of: digest, limit, ...next }) : null,
      changed,
    };
  },
});

function refused(path: string, message: string): InvalidInput {
  return invalidInput('The query', [{ path, message }]);
}

function presentRecord(
  { type, id, at, interactionId, interaction, numerator, denominator }: RecordsPage['records'][number],
  names: RecordsPage['names'],
): z.input<typeof itemShape> {
  return {
    type,
    id,
    at: typeof at === 'number' ? isoInstant(at) : at,
    interaction_id: interactionId,
    numerator,
    denominator,
    interaction: interaction ? summaryOf(interaction, names) : null,
  };
}

const NOBODY = { customer: { id: null, name: null, phone: null, email: null }, subject: null };

function summaryOf(interaction: Interaction, names: RecordsPage['names']): z.input<typeof summaryShape> {
  const shown = shownFields(interactionFields, interaction, NOBODY);
  const { kind, channel, direction, status, outcome, started_at, duration_seconds, wait_seconds } = shown;
  const { agent_id, queue_id } = shown;
  return {
    kind,
    channel,
    direction,
    status,
    outcome,
    started_at,
    duration_seconds,
    wait_seconds,
    agent_id,
    queue_id,
    agent_name: agent_id === null ? null : nameOf(names.agent, agent_id),
    queue_name: queue_id === null ? null : nameOf(names.queue, queue_id),
  };
}
