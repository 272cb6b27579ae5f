import type { MaskedSpan } from './mask-folded.ts';

/** What follows the two check digits, by country: counts of digits (n), letters (a), or either (c). */
const STRUCTURES = `AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c
  CR18n CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n
  GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c
  LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n MT4a5n18c
  MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c
  SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n
  YE4a4n18c`;

const GAP = String.raw`[^\p{L}\p{N}]{0,3}`;
const CLASSES: Readonly<Record<string, string>> = {
  n: String.raw`\p{Nd}`,
  a: '[A-Z]',
  c: String.raw`(?:[A-Z]|\p{Nd})`,
};
/** Beginning of an IBAN; the country determines what must follow. */
const BEGINNING = new RegExp(String.raw`([A-Z]{2})(?:${GAP}\p{Nd}){2}`, 'giu');
const NO_SIGN = /[^\p{L}\p{N}]/gu;
/** With this many digits a match counts even if its check digits are wrong, because of typing errors. */
const TELLING_DIGITS = 10;

const STRUCTURE_OF = new Map(
  STRUCTURES.split(/\s+/).map((structure) => [structure.slice(0, 2), structure.slice(2)]),
);
/** Built when a country is first seen, so that starting the Worker builds none. */
const patterns = new Map<string, RegExp>();

/**
 * The IBANs in a folded text, in order: in upper or lower case, with up to three marks between characters. A match with
 * few digits counts only if its check digits are right. Bounded work per beginning.
 */
export function writtenIbans(text: string): MaskedSpan[] {
  const found: MaskedSpan[] = [];
  const beginning = new RegExp(BEGINNING);
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const pattern = patternOf(match[1]!.toUpperCase());
    if (!pattern) continue;
    pattern.lastIndex = beginning.lastIndex;
    const [rest] = pattern.exec(text) ?? [];
    if (rest === undefined || !isTelling(match[0] + rest)) continue;
    const end = beginning.lastIndex + rest.length;
    found.push({ start: match.index, end });
    beginning.lastIndex = end;
  }
  return found;
}

function patternOf(country: string): RegExp | undefined {
  const structure = STRUCTURE_OF.get(country);
  const known = patterns.get(country);
  if (known !== undefined || structure === undefined) return known;
  const parts = [...structure.matchAll(/(\d+)([nac])/g)].map(
    ([, count, kind]) => `(?:${GAP}${CLASSES[kind!]}){${count}}`,
  );
  const pattern = new RegExp(parts.join(''), 'iuy');
  patterns.set(country, pattern);
  return pattern;
}

function isTelling(iban: string): boolean {
  const signs = iban.replace(NO_SIGN, '').toUpperCase();
  return signs.replace(/\P{Nd}/gu, '').length >= TELLING_DIGITS || remainderOf(signs) === 1;
}

/** Remainder modulo 97 as defined by ISO 13616: first four characters moved to the end, A to Z as 10 to 35. */
function remainderOf(signs: string): number {
  let remainder = 0;
  for (const sign of signs.slice(4) + signs.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
