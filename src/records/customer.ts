import * as z from 'zod';
import type { FieldError } from '../errors.ts';
import { isMessengerAddress } from '../phones/dialled-text.ts';
import type { PhoneHome } from '../phones/numbering-plans.ts';
import { readPhone } from '../phones/read-phone.ts';
import { shortKeyedHash, type TenantKeys } from '../privacy/sealing/keys.ts';
import type { PersonalData, PhoneHashes } from '../privacy/sealing/personal.ts';
import { phoneHashes } from '../privacy/sealing/phone.ts';
import { emailAddress, id, isEmailAddress, text } from './fields.ts';
import { cutting, leavingOut, type Mendings } from './mending.ts';
import { definedOnly } from './walk-fields.ts';

const URI = /^[\s"'<]*(?:tel|sips?):/i;
/** A `+`, also in brackets, in quotation marks or in a URI. */
const NUMBER_FIRST = /^[\s("'<]*(?:(?:tel|sips?):)?\+/i;
const NOT_SEEN = /\p{Cf}/gu;
const NO_DIGIT = /\P{Nd}/gu;
const MAX_NAME_CHARACTERS = 200;

export const customerSchema = z.strictObject({
  id: id()
    .nullish()
    .describe(
      'If left out, a pseudonym made from the phone number, else from the e-mail address. One that is itself a number or an address is replaced likewise.',
    ),
  name: text(MAX_NAME_CHARACTERS).nullish(),
  phone: text(256)
    .nullish()
    .describe(
      'As people and switches write it; see "Phone numbers". Without a calling code, a number of the tenant\'s country.',
    ),
  email: emailAddress().nullish(),
});

/** How what describes a customer is mended. The id is a reference, which is refused if it is none. */
export const customerMendings: Mendings = {
  name: cutting(MAX_NAME_CHARACTERS),
  phone: leavingOut,
  email: leavingOut,
};

export interface Customer {
  id?: string;
  personal: Pick<PersonalData, 'name' | 'phone' | 'email'>;
  phoneHashes?: PhoneHashes;
}

/** What a customer is read with. */
export interface CustomerContext {
  tenant: PhoneHome;
  readonly keys: TenantKeys;
}

/** A customer as read, and what of it could not be: errors that never quote a value. */
export interface CustomerReading {
  customer: Customer;
  unreadable: FieldError[];
}

/**
 * Normalises a customer's phone number, and derives the id if none was sent or if the id is itself a phone number or
 * e-mail address. The customer lacks what is unreadable.
 */
export function readCustomer(
  sent: z.output<typeof customerSchema>,
  context: CustomerContext,
): CustomerReading {
  const sentId = sent.id ?? undefined;
  const idIsPhone =
    sentId !== undefined && (looksLikePhone(sentId) || isAddressedNumber(sentId, context.tenant));
  const idIsEmail = sentId !== undefined && !idIsPhone && sentId.includes('@');
  const unreadable: FieldError[] = [];

  const phone = read(sent.phone, 'customer.phone') ?? (idIsPhone ? read(sentId, 'customer.id') : undefined);
  const email = sent.email ?? (idIsEmail ? readAddress(sentId) : undefined);
  const customerId = idIsPhone || idIsEmail ? undefined : sentId;
  const customer = definedOnly<Customer>({
    id: customerId ?? pseudonym(context.keys, phone, email),
    personal: definedOnly<Customer['personal']>({ name: sent.name, phone, email }),
    phoneHashes: phone === undefined ? undefined : phoneHashes(context.keys, phone),
  });
  return { customer, unreadable };

  function read(number: string | null | undefined, path: string): string | undefined {
    if (number === undefined || number === null) return undefined;
    const reading = readPhone(number, context.tenant);
    if (reading.kind === 'unreadable') unreadable.push({ path, message: reading.message });
    return reading.kind === 'number' ? reading.number : undefined;
  }

  function readAddress(address: string): string | undefined {
    const trimmed = address.trim();
    if (isEmailAddress(trimmed)) return trimmed;
    unreadable.push({ path: 'customer.id', message: 'Must be a valid e-mail address if it contains an @.' });
    return undefined;
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

/** A `tel:` or `sip:` URI, also after a name, or the address of a messenger. */
function isAddressedNumber(sentId: string, home: PhoneHome): boolean {
  if (!URI.test(sentId) && !sentId.includes('@')) return false;
  const isEmail = isEmailAddress(sentId.trim()) && !URI.test(sentId) && !isMessengerAddress(sentId);
  return !isEmail && readPhone(sentId, home).kind === 'number';
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
