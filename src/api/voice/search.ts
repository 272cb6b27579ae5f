import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { accepting } from '../../messages.ts';
import { redactPhone } from '../../privacy/redact/redact.ts';
import { take } from '../../rate-limits/check.ts';
import { type FoundNumber, searchCalls } from '../../search/search-calls.ts';
import { ACCEPTED_TERM, digitsOf, readTerm } from '../../search/terms-of-day.ts';
import { isoInstant } from '../../time/dates.ts';
import { wholeParameter } from '../parameters.ts';
import { voicePeriod, voiceQuery } from './scope.ts';

const MAX_LIMIT = 100;
const DEFAULT_LIMIT = 50;

const redacted = z.string().describe('The last four digits: ***-***-5678.');
const resultShape = z.object({
  call_id: z.string(),
  phone_number_redacted: redacted,
  start_time: z.iso.datetime(),
  duration_seconds: z.int().nullable(),
  outcome: z.string(),
  status: z.string(),
});

export const voiceSearch = defineOperation({
  id: 'voiceSearch',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v1/analytics/search',
  summary: 'Ended calls by phone number, newest first; ten searches a minute, each in the audit log.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: voiceQuery.extend({
    phone: z
      .string({ error: accepting(ACCEPTED_TERM) })
      .describe(
        'Exactly four digits: every number that ends with them. Anything else must be one whole number, which alone is matched, in any spelling that records may have: with + or 00 and its calling code, or as it is dialled in the country of the tenant.',
      ),
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
  }),
  response: z.object({
    results: z.array(resultShape),
    total_count: z.int().describe('Of all matches in the period.'),
    search_term_redacted: redacted,
  }),
  errors: [429, 503],
  async handle(context, { query }) {
    const { tenant, env, actor } = context;
    const period = voicePeriod(context, query);
    const term = readTerm(query.phone, tenant);
    const caller = actor.kind === 'key' ? `key/${tenant.slug}/${actor.id}` : `user/${actor.id}`;
    const { calls, total } = await searchCalls(context, {
      term,
      period,
      limit: query.limit,
      take: () => take(env.RATE_LIMITER, 'phoneSearches', caller),
    });
    return {
      results: calls.map(presentCall),
      total_count: total,
      search_term_redacted: redactPhone(digitsOf(term)),
    };
  },
});

function presentCall({ id, phoneRedacted, body }: FoundNumber): z.input<typeof resultShape> {
  return {
    call_id: id,
    phone_number_redacted: phoneRedacted,
    start_time: isoInstant(body.started_at),
    duration_seconds: body.duration_seconds ?? null,
    outcome: body.outcome,
    status: body.status,
  };
}
