import { maskFolded } from './mask-folded.ts';
import { mayHoldAddress, writtenAddresses } from './written-addresses.ts';
import { mayHoldNumber, writtenNumbers } from './written-numbers.ts';

const PHONE_MASK = '***-***-';
const MASK = '****';
const ADDRESS_MASK = '***@***';

const NO_DIGIT = /\P{Nd}/gu;
const SHORTEST_CARD = 13;
const LONGEST_PHONE = 15;

/** A phone number as its last four digits: `***-***-5678`. */
export function redactPhone(phone: string): string {
  return PHONE_MASK + [...phone.replace(NO_DIGIT, '')].slice(-4).join('');
}

/** A name as the initials of its words (`João da Silva` → `J. D. S.`); `***` where no word begins with a letter. */
export function redactName(name: string): string {
  const initials: string[] = [];
  for (const word of name.normalize('NFC').split(/\s+/)) {
    const [first] = word;
    if (first !== undefined && /\p{L}/u.test(first)) initials.push(`${first.toUpperCase()}.`);
  }
  return initials.length > 0 ? initials.join(' ') : '***';
}

/**
 * Free text with e-mail addresses as `***@***`, phone numbers to their last four digits and longer, card-like
 * runs of digits as `****`. Errs on the side of masking: seven digits in a row count as a number, whatever
 * stands between them, unless they are dates and times.
 */
export function redactText(text: string): string {
  const unaddressed = mayHoldAddress(text) ? maskFolded(text, writtenAddresses, () => ADDRESS_MASK) : text;
  return mayHoldNumber(unaddressed) ? maskFolded(unaddressed, writtenNumbers, maskNumber) : unaddressed;
}

function maskNumber(number: string): string {
  const digits = number.replace(NO_DIGIT, '');
  const international = number.startsWith('+') || digits.startsWith('00');
  const isPhone = international ? digits.length <= LONGEST_PHONE + 2 : digits.length < SHORTEST_CARD;
  return isPhone ? redactPhone(digits) : MASK;
}
