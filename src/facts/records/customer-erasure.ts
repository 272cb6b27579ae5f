import * as z from 'zod';
import type { FieldError } from '../../errors.ts';
import type { CustomerErasure } from '../types.ts';
import type { ParseContext } from './context.ts';
import { readCustomer, storedIds } from './customer.ts';
import { tooFarAhead } from './define.ts';
import { fieldErrors } from './field-errors.ts';
import { id, instant, strict } from './fields.ts';

/** The erasure of a customer, as it is sent. */
export const customerErasureSchema = strict({
  type: z.literal('customer', { error: 'must be "customer"' }),
  id: id().describe(
    'The id as sent with interactions; or a phone number or an e-mail address, read as there.',
  ),
  deleted: z.literal(true, {
    error: 'must be true: a customer comes with interactions and is only erased here',
  }),
  updated_at: instant()
    .nullish()
    .describe('An erasure carried out at this instant or later is not repeated.'),
}).describe('Takes away everything personal that is stored of a customer; figures stay.');

/** The one record of customers; it is no fact, so it stands beside the registry. */
export const CUSTOMER_ERASURE = { type: 'customer', read } as const;

/** Reads an erasure; errors name their field and never quote its value. */
function read(raw: object, context: ParseContext): CustomerErasure | FieldError[] {
  const parsed = customerErasureSchema.safeParse(raw);
  if (!parsed.success) return fieldErrors(parsed.error);
  const { id: sentId, updated_at } = parsed.data;
  const errors = tooFarAhead(parsed.data, context);
  const erasure = readErasure(sentId, context);
  if (Array.isArray(erasure)) {
    return [...errors, ...erasure.map((error) => ({ ...error, path: 'id' }))];
  }
  if (errors.length > 0) return errors;
  return {
    ...erasure,
    version: updated_at ?? context.now,
    ...(typeof updated_at === 'number' && { asOf: updated_at }),
  };
}

/** The erasure, now, of the customer whom interactions name by `sentId`; errors where none could. */
export function readErasure(sentId: string, context: ParseContext): CustomerErasure | FieldError[] {
  const customer = readCustomer({ id: sentId }, context);
  if (Array.isArray(customer)) return customer;
  const customerIds = storedIds(context.keys, customer.id ?? sentId, customer.personal);
  return { type: 'customer', id: customer.id ?? sentId, version: context.now, deleted: true, customerIds };
}
