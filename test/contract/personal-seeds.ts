/**
 * Personal data that no answer may show in clear. Every number is made of the digits 7, 8 and 9 behind its country's
 * code, which no date, time or figure of these tests holds five of in a row: so a remainder of more than the last
 * four digits shows, whatever separators or scripts it is written in.
 */

/** The words of every customer's name. */
export const NAME = 'Zébulon Quasimodo';
const NAME_WORDS = /zebulon|quasimodo/i;
const MAILBOX = /mailzq|zqhost/i;
const ACCOUNT_LETTERS = /zqbk/i;
const TELLING_DIGITS = /[789]{5}/;

const DIGITS = [
  '0123456789',
  '０１２３４５６７８９',
  '٠١٢٣٤٥٦٧٨٩',
  '०१२३४५६७८९',
  '⓪①②③④⑤⑥⑦⑧⑨',
  '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
].map((script) => [...script]);
const SEPARATORS = ['', ' ', '-', '.', '/', '\u00a0', '\u200b', ') ', '・'];
let seeded = 0;

/** Nine digits, other ones at each call. */
function digits(count = 9): string {
  seeded += 1;
  const tail = (seeded * 2_741).toString(3).padStart(count, '0').slice(-count);
  return [...tail].map((digit) => '798'[Number(digit)]).join('');
}

/** A number as people write it: in a script, with separators, of that turn. */
export function phoneText(): string {
  const number = digits();
  const script = DIGITS[seeded % DIGITS.length]!;
  const separator = SEPARATORS[seeded % SEPARATORS.length]!;
  const groups = number.match(/.{3}/g)!.join(separator);
  return groups.replace(/\d/g, (digit) => script[Number(digit)]!);
}

/** A number in E.164, as a customer's phone is sent. */
export function phone(): string {
  return `+351${digits()}`;
}

/** An e-mail address, as people write it. */
function emailText(): string {
  seeded += 1;
  const spellings = ['mailzq@zqhost.example', 'mailzq%40zqhost.example', 'mailzq @ zqhost.example'];
  return spellings[seeded % spellings.length]!;
}

/** Text that holds one of everything, and after it a word that stays. */
export function words(kept: string): string {
  const card = `4${digits(15)}`.match(/.{4}/g)!.join(seeded % 2 === 0 ? ' ' : '-');
  const accounts = [`GB29 ZQBK ${digits(14)}`, `pt50${digits(21)}`, `ＦＲ14${digits(10)}ZQBK${digits(7)}98`];
  const account = accounts[seeded % accounts.length]!;
  return `${phoneText()}; ${emailText()}; ${card}; ${account}; ${NAME} ${kept}`;
}

/** What of the seeds a text shows; empty if nothing. */
export function shownIn(text: string, { nameMayShow = false } = {}): string[] {
  const plain = compact(text);
  return [TELLING_DIGITS, MAILBOX, ACCOUNT_LETTERS, ...(nameMayShow ? [] : [NAME_WORDS])].flatMap((seed) => {
    const found = seed.exec(plain);
    return found ? [plain.slice(Math.max(0, found.index - 40), found.index + 40)] : [];
  });
}

/** Whether seconds UTC are less than a year from now: an instant of the test itself, and no number. */
function isAboutNow(seconds: number): boolean {
  return Math.abs(seconds - Date.now() / 1_000) < 366 * 86_400;
}

/** Letters and digits alone, without accents and in plain digits; what is random by nature is taken out. */
function compact(text: string): string {
  return text
    .replace(
      /\/files\/[\w.~-]+|(?:user|key)\/[0-9a-f]{16}|cmk_[\w-]+|(?<![a-z0-9])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![a-z0-9])/gi,
      ' x ',
    )
    .replace(/(?<![a-z0-9])(?=\d*[a-f])[0-9a-f]{16,}(?![a-z0-9])/gi, ' x ')
    .replace(/(?<!\d)\d{10}(?!\d)/g, (digits) => (isAboutNow(Number(digits)) ? ' x ' : digits))
    .normalize('NFKD')
    .replace(
      /\p{Nd}/gu,
      (digit) =>
        DIGITS.find((script) => script.includes(digit))
          ?.indexOf(digit)
          .toString() ?? digit,
    )
    .replace(/[^\p{L}\p{N}]/gu, '');
}
