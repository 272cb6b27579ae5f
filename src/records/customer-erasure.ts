import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { recordErrors } from '../field-errors.ts';
import { numberHashes } from '../privacy/sealing/phone.ts';
import { type Customer, readCustomer, storedIds } from './customer.ts';
import { type ParseContext, type Reading, tooFarAhead } from './define.ts';
import { customerTerm, instant } from './fields.ts';
import type { CustomerErasure, ErasedCustomer } from './types.ts';

/** The id of an erasure, as described in the API documentation. */
export const ERASED_ID =
  'The id as sent with interactions, an e-mail address, or a phone number: with `+`, or, where nobody has that id, in any other spelling. A number takes what is personal from every interaction that bears it; a customer with an id of their own keeps that id and all other interactions, and needs an erasure of their own.';

export const customerErasureSchema = z
  .strictObject({
    type: z.literal('customer'),
    id: customerTerm().describe(ERASED_ID),
    deleted: z.literal(true, {
      error: 'Must be true: a customer is stored with interactions, and this record only erases.',
    }),
    updated_at: instant()
      .nullish()
      .describe('An erasure carried out at this instant or later is not repeated.'),
  })
  .describe('Takes away everything personal that is stored of a customer; figures stay.');

/** The only record type of customers. It is not in the registry, because it is not stored as a record. */
export const CUSTOMER_ERASURE = { type: 'customer', read } as const;

/** Parses an erasure. Errors name their field and never quote its value. */
function read(raw: object, context: ParseContext): Reading<CustomerErasure> | FieldError[] {
  const parsed = customerErasureSchema.safeParse(raw);
  if (!parsed.success) return recordErrors(parsed.error);
  const { id: sentId, updated_at } = parsed.data;
  const errors = tooFarAhead(parsed.data, context);
  const erasure = readErasure(sentId, context);
  if (Array.isArray(erasure)) {
    return [...errors, ...erasure.map((error) => ({ ...error, path: 'id' }))];
  }
  if (errors.length > 0) return errors;
  const record = {
    ...erasure,
    version: updated_at ?? context.now,
    ...(typeof updated_at === 'number' && { asOf: updated_at }),
  };
  return { record, warnings: [] };
}

/** The erasure, as of now, of the customer with this id in interactions; errors if no interaction can have it. */
export function readErasure(sentId: string, context: ParseContext): CustomerErasure | FieldError[] {
  const { customer, unreadable } = readCustomer({ id: sentId }, context);
  if (unreadable.length > 0) return unreadable;
  const id = customer.id ?? sentId;
  const asNumber = id === sentId ? readNumber(sentId, context) : undefined;
  return {
    type: 'customer',
    id,
    version: context.now,
    deleted: true,
    ...erasedCustomer(id, customer, context),
    ...(asNumber?.id !== undefined && { orNumber: erasedCustomer(asNumber.id, asNumber, context) }),
  };
}

/** The customer whose phone number the id would be; undefined if it is not one. */
function readNumber(sentId: string, context: ParseContext): Customer | undefined {
  const { customer, unreadable } = readCustomer({ phone: sentId }, context);
  return unreadable.length > 0 ? undefined : customer;
}

function erasedCustomer(id: string, { personal }: Customer, { keys }: ParseContext): ErasedCustomer {
  return {
    customerIds: storedIds(keys, id, personal),
    numbers: personal.phone === undefined ? [] : numberHashes(keys, personal.phone),
  };
}
