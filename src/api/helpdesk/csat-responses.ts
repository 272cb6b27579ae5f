import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { maskedText } from '../../privacy/redact/masked-text.ts';
import { type CsatResponse, listCsatResponses } from '../../ratings/csat-responses.ts';
import { isoInstant } from '../../time/dates.ts';
import { wholeParameter } from '../parameters.ts';
import { assigneeFilter, assigneeParameters, helpdeskQuery, helpdeskScope } from './scope.ts';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const MAX_OFFSET = 100_000_000;
const known = z.string().nullable();
const words = maskedText.nullable();

const itemShape = z.object({
  id: z.string(),
  conversation_id: z.string(),
  contact_id: known.describe('Id of the customer.'),
  rating: z.int().min(1).max(5),
  comment: words,
  followup_answer: words,
  channel: z.string().describe("How the rating was given; the conversation's channel if that is not known."),
  sent_at: known.describe('When the customer was asked, UTC.'),
  responded_at: z.string().describe('When the customer answered, UTC.'),
  conversation_subject: words,
  assignee_user_id: known,
  assignee_name: known,
  assignee_team_id: known,
  assignee_team_name: known,
});

export const helpdeskCsatResponses = defineOperation({
  id: 'helpdeskCsatResponses',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/csat/responses',
  summary: 'Rated evaluations of conversations, newest first, page by page.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  countsRows: true,
  query: helpdeskQuery.extend({
    ...assigneeParameters,
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
    offset: wholeParameter(0, MAX_OFFSET).default(0).describe('How many of the newest to skip.'),
  }),
  response: z.object({
    items: z.array(itemShape),
    total: z.int(),
    limit: z.int(),
    offset: z.int(),
  }),
  async handle(context, { query }) {
    const { period } = helpdeskScope(context, query);
    const { limit, offset } = query;
    const page = { period, filter: assigneeFilter(query), limit, offset };
    const { items, total } = await listCsatResponses(context, page);
    return { items: items.map(presentItem), total, limit, offset };
  },
});

function presentItem(item: CsatResponse): z.input<typeof itemShape> {
  return {
    id: item.id,
    conversation_id: item.conversationId,
    contact_id: item.customerId,
    rating: item.rating,
    comment: item.comment,
    followup_answer: item.followupAnswer,
    channel: item.channel,
    sent_at: item.sentAt === null ? null : isoInstant(item.sentAt),
    responded_at: isoInstant(item.respondedAt),
    conversation_subject: item.subject,
    assignee_user_id: item.agent?.id ?? null,
    assignee_name: item.agent?.name ?? null,
    assignee_team_id: item.team?.id ?? null,
    assignee_team_name: item.team?.name ?? null,
  };
}
