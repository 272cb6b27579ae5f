import { type Masked, maskFolded, type Stretch } from './mask-folded.ts';
import { writtenAddresses } from './written-addresses.ts';
import { writtenIbans } from './written-ibans.ts';
import { writtenNumbers } from './written-numbers.ts';

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

/** What addresses, IBANs and numbers in a text are shown as; each is given as it stands there, folded. */
export interface Masks {
  address: (found: string) => string;
  iban: (found: string) => string;
  number: (found: string) => string;
}

/** How free text is shown. */
export const SHOWN_MASKS: Masks = {
  address: () => ADDRESS_MASK,
  iban: (iban) => iban.slice(0, 2) + MASK,
  number: maskNumber,
};

/**
 * Free text with e-mail addresses as `***@***`, phone numbers to their last four digits, longer, card-like runs of
 * digits as `****`, and IBANs as their country and `****`. Errs on the side of masking: seven digits in a row count
 * as a number, whatever stands between them, unless they are dates and times.
 */
export function redactText(text: string): string {
  return maskWritten(text, SHOWN_MASKS);
}

/** As `redactText`, with masks of the caller's. The work is in proportion to the length of the text. */
export function maskWritten(text: string, masks: Masks): string {
  return maskFolded(text, (plain) => {
    const addresses = maskedAs(masks.address, plain, writtenAddresses(plain));
    const unaddressed = blanked(plain, addresses);
    const ibans = maskedAs(masks.iban, plain, writtenIbans(unaddressed));
    const numbers = maskedAs(masks.number, plain, writtenNumbers(blanked(unaddressed, ibans)));
    return [...addresses, ...ibans, ...numbers].sort((one, other) => one.start - other.start);
  });
}

function maskedAs(mask: (found: string) => string, plain: string, found: readonly Stretch[]): Masked[] {
  return found.map(({ start, end }) => ({ start, end, mask: mask(plain.slice(start, end)) }));
}

/** The text with an x for each unit of the stretches, so that nothing is found twice. */
function blanked(text: string, stretches: readonly Stretch[]): string {
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
