import { defineRecord } from './define.ts';
import { keepDimension } from './dimension.ts';
import { choice, envelope, id, requiredEmailAddress, strict } from './fields.ts';

const emailChannelSchema = strict({
  ...envelope('email_channel'),
  id: id(),
  address: requiredEmailAddress(),
  status: choice(['active', 'inactive']),
}).describe("A mailbox of the tenant's.");

export const emailChannel = defineRecord({
  type: 'email_channel',
  schema: emailChannelSchema,
  keep: (sent, _context, stamp) =>
    keepDimension('email_channel', sent.id, stamp, { address: sent.address, status: sent.status }),
});
