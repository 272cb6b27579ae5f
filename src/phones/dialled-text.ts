const MOST_CHARACTERS = 256;
const PLAIN = /^\+?\d{1,20}$/;
const NOT_SEEN = /[\p{Cf}\p{M}]/gu;
const CONTROL = /\p{Cc}/gu;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const BRACKETED = /<([^<>]*)>/;
const LABEL = /^[\s"'([]*(?:\p{L}[\p{L}. -]{0,15}:|(?:tel|phone|telefone?|mobile|mob|cell|fax|ph)\b\.?)/iu;
const URI = /^\s*(?:tel|sips?):/i;
const HOST_ADDRESS = /^\s*sips?:\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/;
const PLUS_FIRST = /^\s*\+/;
const PARAMETERS = /[;:?].*$/s;
/** Of a number without a scheme: `;npdi;rn=…`, but not an extension. */
const BARE_PARAMETER = /;(?!\s*ext)[a-z]/i;
/** Hosts whose users are numbers with a calling code and without a `+`. */
const MESSENGER = /@(?:c\.us|s\.whatsapp\.net)\s*$/i;
/** A number that a spreadsheet or a table library has written as a decimal: `212345678.0`. */
const DECIMAL = /^\s*(\+?\d{7,15})\.0\s*$/;
const CONTEXT = /;phone-context=(\+[\d().-]+)/i;
const ESCAPED = /%([2-7][0-9a-f])/gi;
/**
 * After the digits of a number; words as telephone books and switches of several languages have them. Begins where signs
 * begin, and takes each sign in one way only, so that the time does not grow with the cube of their number.
 */
const EXTENSION = new RegExp(
  String.raw`(?<![\s,.;([–-])[\s,.;([–-]*(?:(?:x|xt|xtn|ext?|extn?|extension|extensao|anexo|ramal|interno|int|durchwahl|dw|nst|poste|post|` +
    String.raw`wewn|wew|toestel|tst|anknytning|ankn|lokal|local|klapka|linka|mellek|dahili|turno|доб|добавочныи|` +
    String.raw`分机|分機|内线|內線|内線|내선)[\s.:=#-]*|(?:(?<=[,;]\s*)|#[#,;]*\s*)(?:ext[=.:\s]*)?)\d{1,7}[\s)\]#]*$`,
  'iu',
);
const ENDING_SIGNS = /[\s#,;]+$/;
const SEPARATORS = /[\s=\p{Pd}()[\]{}./\\~∼⁓·•∙⋅_'’‘"´−ー]/gu;
const DIALLED = /^\+?\d{1,20}$/;
/** The `(0)` of `+44 (0)20 …`, dialled only within the country. */
const INNER_ZERO = /(\d[^\d+]*)\(\s*0\s*\)/;

/** A text in which no number has been found, or the digits of one. */
export interface DialledText {
  /** The text without invisible characters, display name and host, with ASCII digits. */
  plain: string;
  /** Digits, after a `+` if there was one; a second reading without a `(0)`. Empty if the text is no number. */
  dialled: string[];
}

/**
 * Finds what is dialled in a text as people and switches write it: in a `tel:` or `sip:` URI, in angle brackets, with
 * separators, extension and digits of any script. Longer texts than 256 characters are not read.
 */
export function dialledText(text: string): DialledText {
  if (PLAIN.test(text)) return { plain: text, dialled: [text] };
  if (text.length > MOST_CHARACTERS) return { plain: text.slice(0, MOST_CHARACTERS), dialled: [] };
  const shown = text
    .normalize('NFKD')
    .replace(NOT_SEEN, '')
    .replace(CONTROL, ' ')
    .replace(OTHER_DIGIT, asciiDigit)
    .slice(0, MOST_CHARACTERS);
  const addressed = BRACKETED.exec(shown)?.[1] ?? shown;
  const plain = userOf(addressed.replace(DECIMAL, '$1'));
  if (plain === undefined) return { plain: addressed, dialled: [] };
  const main = plain.replace(EXTENSION, '').replace(ENDING_SIGNS, '');
  const readings = INNER_ZERO.test(main) ? [main, main.replace(INNER_ZERO, '$1')] : [main];
  return {
    plain,
    dialled: readings
      .map((reading) => reading.replace(SEPARATORS, ''))
      .filter((digits) => DIALLED.test(digits)),
  };
}

/** Whether a text looks like an e-mail address, but its host says that the user is a phone number. */
export function isMessengerAddress(text: string): boolean {
  return MESSENGER.test(text);
}

/** The part of a URI, an address or a labelled text that may be a number; undefined if a URI names a host only. */
function userOf(addressed: string): string | undefined {
  const isUri = URI.test(addressed);
  const unlabelled = addressed
    .replace(LABEL, '')
    .replace(ESCAPED, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  const at = unlabelled.indexOf('@');
  if (isUri && at < 0 && HOST_ADDRESS.test(addressed)) return undefined;
  const user = at < 0 ? unlabelled : unlabelled.slice(0, at);
  if (!isUri && at < 0 && !BARE_PARAMETER.test(user)) return user;
  const context = isMessengerAddress(unlabelled) ? '+' : (CONTEXT.exec(user)?.[1] ?? '');
  const number = user.replace(PARAMETERS, '');
  return PLUS_FIRST.test(number) ? number : context + number;
}

/** The digit 0 to 9 that a decimal digit of another script stands for: scripts have theirs at ends …0 or …6. */
function asciiDigit(digit: string): string {
  const codePoint = digit.codePointAt(0)!;
  const end = codePoint & 0xf;
  const startsAt0 = /\p{Nd}/u.test(String.fromCodePoint(codePoint - end));
  return String(startsAt0 ? end : end - 6);
}
