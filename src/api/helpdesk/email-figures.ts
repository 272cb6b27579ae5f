import * as z from 'zod';
import { fields } from '../../query/fields.ts';
import { formatCount, HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import { valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import { compareCodePoints, nameOf } from '../../query/ranking.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  email_conversations: 'email_conversations',
  inbound_messages: 'email_messages_inbound',
  outbound_messages: 'email_messages_outbound',
});
/** What senders count per mailbox belongs to no interaction, so the filter leaves it alone. */
const COUNTED = fields(HELPDESK_FORMAT, {
  bounced_contacts: 'email_bounced',
  complained_contacts: 'email_complained',
});

/** Conversations by e-mail, and the mailboxes that receive them. */
export const emailFigures = FIELDS.schema.extend({
  ...COUNTED.schema.shape,
  total_channels: z.int().min(0).describe('Mailboxes on record.'),
  active_channels: z.int().min(0).describe('Those of them that are active now.'),
  by_channel: z
    .array(
      z.object({
        channel_id: z.string(),
        address: z.string(),
        status: z.string(),
        conversation_count: schemaOf('email_conversations'),
      }),
    )
    .describe('Every mailbox on record, most conversations first.'),
});

/** Adds the queries for `emailFigures`. The returned function gives them once the batch has run. */
export function addEmailFigures(batch: QueryBatch, { period, filter }: HelpdeskScope) {
  const total = batch.add({ measures: FIELDS.measures, period, filter });
  const counted = batch.add({ measures: COUNTED.measures, period });
  const byChannel = batch.add({
    measures: ['email_conversations'],
    period,
    filter,
    by: { kind: 'members', of: 'email_channel' },
  });
  const mailboxes = batch.add({ namesOf: 'email_channel' });
  return (): z.input<typeof emailFigures> => {
    const channels = mailboxes();
    return {
      total_channels: channels.size,
      active_channels: [...channels.values()].filter(({ status }) => status === 'active').length,
      ...FIELDS.format(total()),
      ...COUNTED.format(counted()),
      by_channel: [...channels]
        .map(([id, { status = 'inactive' }]) => ({
          channel_id: id,
          address: nameOf(channels, id),
          status,
          conversation_count: formatCount('email_conversations', valuesIn(byChannel(), id)),
        }))
        .sort(
          (a, b) =>
            b.conversation_count - a.conversation_count ||
            compareCodePoints(a.address, b.address) ||
            compareCodePoints(a.channel_id, b.channel_id),
        ),
    };
  };
}
