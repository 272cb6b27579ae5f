import * as z from 'zod';
import { nameOf } from '../../query/dimension-names.ts';
import { formatAll, formatCount, HELPDESK_FORMAT, schemaOf, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { compareCodePoints } from '../../query/order.ts';
import { valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = {
  email_conversations: 'email_conversations',
  inbound_messages: 'email_messages_inbound',
  outbound_messages: 'email_messages_outbound',
  bounced_contacts: 'email_bounced',
  complained_contacts: 'email_complained',
} as const;

/** Conversations by e-mail and the mailboxes they come to. */
export const emailFigures = schemaOfAll(FIELDS).extend({
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

/** Asks for `emailFigures`; tells them once the query batch has run. */
export function askEmailFigures(queryBatch: QueryBatch, { period }: HelpdeskScope) {
  const total = queryBatch.query({
    inputs: inputsOf(Object.values(FIELDS)),
    period,
    filter: {},
    by: { kind: 'total' },
  });
  const byChannel = queryBatch.query({
    inputs: inputsOf(['email_conversations']),
    period,
    filter: {},
    by: { kind: 'members', of: 'email_channel' },
  });
  const directory = queryBatch.names('email_channel');
  return (): z.input<typeof emailFigures> => {
    const channels = directory();
    return {
      total_channels: channels.size,
      active_channels: [...channels.values()].filter(({ status }) => status === 'active').length,
      ...formatAll(FIELDS, valuesIn(total()), HELPDESK_FORMAT),
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
