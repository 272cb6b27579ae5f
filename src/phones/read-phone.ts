import { dialledText } from './dialled-text.ts';
import { saysNothing } from './nothing-said.ts';
import { isCallingCode, isSubscribers, numberDialled, type PhoneHome } from './numbering-plans.ts';

/** Without a calling code no plan tells what a number is. */
const NATIONAL = /^\d{7,15}$/;

/** What is accepted as a phone number. */
const PHONE_ACCEPTED = 'a phone number that can be dialled from outside';

/**
 * What a text says: a number, in E.164 or, without a calling code of the tenant, in national digits; nothing, such as
 * `anonymous`; or something that is no number.
 */
export type PhoneReading =
  | { kind: 'number'; number: string }
  | { kind: 'none' }
  | { kind: 'unreadable'; message: string };

const NONE: PhoneReading = { kind: 'none' };
const UNREADABLE: PhoneReading = { kind: 'unreadable', message: `Must be ${PHONE_ACCEPTED}.` };

/**
 * Reads a phone number as people and switches write it; ingest, search and erasure all read by this function, so that
 * a subscriber is one customer however the number is spelled. Takes bounded time. The message never contains the text.
 */
export function readPhone(text: string, home: PhoneHome = {}): PhoneReading {
  const { plain, dialled } = dialledText(text);
  if (saysNothing(plain)) return NONE;
  const number = numberDialled(
    dialled.filter((digits) => isSubscribers(digits, home)),
    home,
  );
  if (number !== undefined) return { kind: 'number', number };
  const [digits] = dialled;
  const isCountryKnown = !!home.countryCode && isCallingCode(home.countryCode);
  if (isCountryKnown || digits === undefined || !NATIONAL.test(digits) || digits.startsWith('00'))
    return UNREADABLE;
  return { kind: 'number', number: digits };
}
