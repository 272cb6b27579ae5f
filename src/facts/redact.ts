const PHONE_MASK = '***-***-';
const MASK = '****';
const ADDRESS_MASK = '***@***';

/** The bounds keep the search linear in the text's length. */
const ADDRESS = /[^\s@<>()[\]"',;:]{1,64}@[^\s@<>()[\]"',;:]{1,255}/g;
/** Seven or more digits of any script with at most three separators between two of them. */
const NUMBER = /\+?\(?\p{Nd}(?:[ \t\u00a0\u202f().\-/\u2010-\u2015]{0,3}\p{Nd}){6,}/gu;
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
 * Free text with e-mail addresses as `***@***`, phone numbers to their last four digits and longer,
 * card-like runs of digits as `****`. Errs on the side of masking: any seven digits in a row count as a number.
 */
export function redactText(text: string): string {
  return text.replace(ADDRESS, ADDRESS_MASK).replace(NUMBER, (run) => {
    const digits = run.replace(NO_DIGIT, '');
    const international = run.startsWith('+') || digits.startsWith('00');
    const isPhone = international ? digits.length <= LONGEST_PHONE + 2 : digits.length < SHORTEST_CARD;
    return isPhone ? redactPhone(digits) : MASK;
  });
}
