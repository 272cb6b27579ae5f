import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import type { PhoneHome } from '../phones/numbering-plans.ts';
import { readPhone } from '../phones/read-phone.ts';
import { shortKeyedHash, type TenantKeys } from '../privacy/sealing/keys.ts';
import type { PersonalData, PhoneHashes } from '../privacy/sealing/personal.ts';
import { phoneHashes } from '../privacy/sealing/phone.ts';
import { emailAddress, id, isEmailAddress, text } from './fields.ts';
import { definedOnly } from './walk-fields.ts';

const URI = /^[\s"'<]*(?:tel|sips?):/i;
/** A `+`, also in brackets, in quotation marks or in a URI. */
const NUMBER_FIRST = /^[\s("'<]*(?:(?:tel|sips?):)?\+/i;
const NOT_SEEN = /\p{Cf}/gu;
const NO_DIGIT = /\P{Nd}/gu;

export const customerSchema = z.strictObject({
  id: id()
    .nullish()
    .describe(
      'If left out, a pseudonym made from the phone number, else from the e-mail address. One that is itself a number or an address is replaced likewise.',
    ),
  name: text(200).nullish(),
  phone: text(256)
    .nullish()
    .describe(
      'As people and switches write it; see "Phone numbers". Without a calling code, a number of the tenant\'s country.',
    ),
  email: emailAddress().nullish(),
});

export interface Customer {
  id?: string;
  personal: Pick<PersonalData, 'name' | 'phone' | 'email'>;
  phoneHashes?: PhoneHashes;
  /** What was sent but cannot be read, and is left out: field and what is accepted, never the value. */
  leftOut?: FieldError[];
}

/**
 * Normalises a customer's phone number, and derives the id if none was sent or if the id is itself a phone number or
 * e-mail address. A number that cannot be read is left out. Returns field errors, which never quote either.
 */
export function readCustomer(
  sent: z.output<typeof customerSchema>,
  context: PhoneHome & { keys: TenantKeys },
): Customer | FieldError[] {
  const sentId = sent.id ?? undefined;
  const idIsPhone = sentId !== undefined && (looksLikePhone(sentId) || isNumberUri(sentId, context));
  const idIsEmail = sentId !== undefined && !idIsPhone && sentId.includes('@');
  const errors: FieldError[] = [];
  const leftOut: FieldError[] = [];

  const phone = read(sent.phone, 'customer.phone') ?? (idIsPhone ? read(sentId, 'customer.id') : undefined);
  if (idIsEmail && !isEmailAddress(sentId.trim())) {
    errors.push({ path: 'customer.id', message: 'Must be a valid e-mail address if it contains an @.' });
  }
  if (errors.length > 0) return errors;

  const email = sent.email ?? (idIsEmail ? sentId.trim() : undefined);
  const customerId = idIsPhone || idIsEmail ? undefined : sentId;
  return definedOnly<Customer>({
    id: customerId ?? pseudonym(context.keys, phone, email),
    personal: definedOnly<Customer['personal']>({ name: sent.name, phone, email }),
    phoneHashes: phone === undefined ? undefined : phoneHashes(context.keys, phone),
    leftOut: leftOut.length === 0 ? undefined : leftOut,
  });

  function read(number: string | null | undefined, path: string): string | undefined {
    if (number === undefined || number === null) return undefined;
    const reading = readPhone(number, context);
    if (reading.kind === 'unreadable') leftOut.push({ path, message: reading.message });
    return reading.kind === 'number' ? reading.number : undefined;
  }
}

/**
 * The ids under which a customer may be stored: `id`, and if it was derived from the phone number or e-mail address in
 * `personal`, also the pseudonym derived with the previous data secret.
 */
export function storedIds(keys: TenantKeys, id: string, personal: Customer['personal']): string[] {
  const { phone, email } = personal;
  const before = keys.previous && pseudonym(keys.previous, phone, email);
  return before !== undefined && id === pseudonym(keys, phone, email) ? [id, before] : [id];
}

/** Whether an id is itself a phone number or an e-mail address. */
export function looksPersonal(sentId: string): boolean {
  return looksLikePhone(sentId) || sentId.includes('@');
}

function isNumberUri(sentId: string, home: PhoneHome): boolean {
  return URI.test(sentId) && readPhone(sentId, home).kind === 'number';
}

function looksLikePhone(sentId: string): boolean {
  const plain = sentId.normalize('NFKC').replace(NOT_SEEN, '');
  return NUMBER_FIRST.test(plain) && plain.replace(NO_DIGIT, '').length >= 7;
}

/** The customer id derived from the phone number, else from the e-mail address; undefined if neither is known. */
export function pseudonym(
  keys: TenantKeys,
  phone: string | undefined,
  email: string | undefined,
): string | undefined {
  if (phone !== undefined) return `p-${shortKeyedHash(keys, 'customer-phone', phone)}`;
  if (email !== undefined) return `e-${shortKeyedHash(keys, 'customer-email', email.toLowerCase())}`;
  return undefined;
}
