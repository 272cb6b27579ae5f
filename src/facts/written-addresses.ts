const QUOTES = '"“”„‟';
const ATOM = String.raw`[^\s@<>\(\)\[\]${QUOTES},;:'‘’]`;
/** Apostrophes, commas and semicolons belong to it but where it begins: `o'brien`, but `'ana'`. */
const WORD = String.raw`${ATOM}[^\s@<>\(\)\[\]${QUOTES}:]*`;
const QUOTED = String.raw`(?<!\\)[${QUOTES}](?:[^${QUOTES}\\\r\n]|\\.)+[${QUOTES}]`;
/** As it stands in a link, too. */
const AT = '(?:@|%40)+';
const DOMAIN = String.raw`(?:\[[^\s@\[\]]+\]?|${ATOM}+)`;
const SPACED_DOMAIN = String.raw`${ATOM}+\.\p{L}{2,}`;
const ADDRESS = String.raw`(?:${QUOTED}|${WORD})(?:(?:${AT}${DOMAIN})+|[ \t]?${AT}[ \t]?${SPACED_DOMAIN})`;

/** Other words are found, too: the search goes on behind them, not at each of their letters, and stays linear. */
const ADDRESS_OR_WORD = new RegExp(`(?<address>${ADDRESS})|${WORD}`, 'gv');

/** The e-mail addresses in a text. */
export function writtenAddresses(text: string): RegExpExecArray[] {
  return [...text.matchAll(ADDRESS_OR_WORD)].filter(({ groups }) => groups?.address !== undefined);
}

/** Whether a text may hold an address. */
export function mayHoldAddress(text: string): boolean {
  return /[@＠﹫]|%40/.test(text);
}
