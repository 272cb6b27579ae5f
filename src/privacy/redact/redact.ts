import { type Masked, type MaskedSpan, maskFolded } from './mask-folded.ts';
import { writtenAddresses } from './written-addresses.ts';
import { writtenIbans } from './written-ibans.ts';
import { writtenNumbers } from './written-numbers.ts';

const PHONE_MASK = '***-***-';
const MASK = '****';
const ADDRESS_MASK = '***@***';

const NO_DIGIT = /\P{Nd}/gu;
const SHORTEST_CARD = 13;
const LONGEST_PHONE = 15;

/** Masks a phone number except its last four digits: `***-***-5678`. */
export function redactPhone(phone: string): string {
  return PHONE_MASK + [...phone.replace(NO_DIGIT, '')].slice(-4).join('');
}

/** Shortens a name to initials (`João da Silva` → `J. D. S.`); `***` if no word begins with a letter. */
export function redactName(name: string): string {
  const initials: string[] = [];
  for (const word of name.normalize('NFC').split(/\s+/)) {
    const [first] = word;
    if (first !== undefined && /\p{L}/u.test(first)) initials.push(`${first.toUpperCase()}.`);
  }
  return initials.length > 0 ? initials.join(' ') : '***';
}

/** Replacements for addresses, IBANs and numbers in a text; each function gets the match in folded form. */
export interface Masks {
  address: (found: string) => string;
  iban: (found: string) => string;
  number: (found: string) => string;
}

/** Masks for free text that is shown. */
export const SHOWN_MASKS: Masks = {
  address: () => ADDRESS_MASK,
  iban: (iban) => iban.slice(0, 2) + MASK,
  number: maskNumber,
};

/**
 * Masks free text: e-mail addresses as `***@***`, phone numbers except their last four digits, longer runs of digits
 * (cards) as `****`, IBANs as their country and `****`. When in doubt it masks: seven digits in a row are a number,
 * whatever separates them, unless they are dates and times.
 */
export function redactText(text: string): string {
  return maskWritten(text, SHOWN_MASKS);
}

/** Like `redactText`, with masks of the caller. Linear in the length of the text. */
export function maskWritten(text: string, masks: Masks): string {
  return maskFolded(text, (plain) => {
    const addresses = maskedAs(masks.address, plain, writtenAddresses(plain));
    const unaddressed = blanked(plain, addresses);
    const ibans = maskedAs(masks.iban, plain, writtenIbans(unaddressed));
    const numbers = maskedAs(masks.number, plain, writtenNumbers(blanked(unaddressed, ibans)));
    return [...addresses, ...ibans, ...numbers].sort((one, other) => one.start - other.start);
  });
}

function maskedAs(mask: (found: string) => string, plain: string, found: readonly MaskedSpan[]): Masked[] {
  return found.map(({ start, end }) => ({ start, end, mask: mask(plain.slice(start, end)) }));
}

/** Replaces each unit of the ranges by an x, so that nothing is found twice. */
function blanked(text: string, stretches: readonly MaskedSpan[]): string {
  let out = '';
  let from = 0;
  for (const { start, end } of stretches) {
    out += text.slice(from, start) + 'x'.repeat(end - start);
    from = end;
  }
  return out + text.slice(from);
}

function maskNumber(number: string): string {
  const digits = number.replace(NO_DIGIT, '');
  const international = number.startsWith('+') || digits.startsWith('00');
  const isPhone = international ? digits.length <= LONGEST_PHONE + 2 : digits.length < SHORTEST_CARD;
  return isPhone ? redactPhone(digits) : MASK;
}
