import { classesBy, foldedBy } from './folded-text.ts';
import { ManyWords } from './many-words.ts';
import { ALL_MASKED, type MaskedSpan } from './mask-folded.ts';
import { type Spelling, spellingsOf, wordsOf } from './name-spellings.ts';

const MASK = '***';
const NO_LETTER = /[^\p{L}\p{N}]/gu;
/** Maximum number of other characters between the letters of a whole name. */
const WIDEST_GAP = 3;
/** Represents a wider gap between letters. */
const APART = 0;
/** Up to this length it is faster to check first whether any word of the name occurs. */
const SHORT_TEXT = 1_000;

/** Letters that Unicode does not decompose, written without their strokes. */
const PLAIN: Readonly<Record<string, string>> = { ø: 'o', đ: 'd', ð: 'd', ł: 'l', æ: 'ae', œ: 'oe', þ: 'th' };

const KINDS = { sign: 0, letter: 1, smallLetter: 2 } as const;
const kindOf = classesBy((character) => {
  if (/\p{Ll}/u.test(character)) return KINDS.smallLetter;
  return /[\p{L}\p{N}]/u.test(character) ? KINDS.letter : KINDS.sign;
});

/** Removes case and accents. */
const fold = foldedBy({
  ascii: (stretch) => stretch.toLowerCase(),
  character(character) {
    const lower = character.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
    return [...lower.replace(/[\p{M}\p{Cf}]/gu, '')].map((each) => PLAIN[each] ?? each).join('');
  },
});

/** The letters and digits of a text: for each unit, its index in the text and what precedes it. */
interface Letters {
  units: Uint16Array;
  places: Uint32Array;
  /** 1 if a lowercase letter directly precedes it. */
  followsSmall: Uint8Array;
}

/**
 * Returns a function that replaces the name, and each of its words of three letters or more, by `***`, regardless of
 * case and accents. Also finds the name with its words reversed, run together, spaced out, or without middle names. A
 * text longer than the bound of masked characters becomes `****`. Linear in the length of the text, whatever the name.
 */
export function nameMask(name: string): (text: string) => string {
  const foldedName = fold(name)?.plain ?? '';
  const words = wordsOf(foldedName);
  if (words.length === 0) return (text) => text;
  let prepared: Prepared | undefined;
  return (text) => {
    const folded = fold(text);
    if (!folded) return ALL_MASKED;
    const { plain, originOf } = folded;
    if (plain.length <= SHORT_TEXT && !mayHold(plain, words)) return text;
    prepared ??= prepare(foldedName);
    let masked = '';
    let from = 0;
    for (const { start, end } of apart(plain, events(plain, prepared))) {
      masked += text.slice(from, originOf(start)) + MASK;
      from = originOf(end);
    }
    return masked + text.slice(from);
  };
}

/** Every spelling of a name contains at least one of its words. */
function mayHold(plain: string, words: readonly string[]): boolean {
  const letters = plain.replace(NO_LETTER, '');
  return words.some((word) => letters.includes(word));
}

interface Prepared {
  spellings: readonly Spelling[];
  search: ManyWords;
}

function prepare(foldedName: string): Prepared {
  const spellings = spellingsOf(foldedName);
  return { spellings, search: new ManyWords(spellings.map(({ letters }) => letters)) };
}

function events(plain: string, { spellings, search }: Prepared): MaskedSpan[] {
  const { units, places, followsSmall } = lettersOf(plain);
  const found: MaskedSpan[] = [];
  search.each(units, (word, end) => {
    const { letters, mayHaveGaps, isAnywhere } = spellings[word]!;
    const first = end - letters.length;
    const [start, last] = [places[first]!, places[end - 1]!];
    if (!mayHaveGaps && last - start >= letters.length) return;
    const standsAlone = followsSmall[first] === 0 && !isSmallLetter(plain, last + 1);
    if (isAnywhere || standsAlone) found.push({ start, end: last + 1 });
  });
  return found;
}

function lettersOf(plain: string): Letters {
  const units = new Uint16Array(plain.length);
  const places = new Uint32Array(plain.length);
  const followsSmall = new Uint8Array(plain.length);
  let count = 0;
  let gap = 0;
  let isAfterSmall = 0;
  for (let at = 0; at < plain.length; ) {
    const codePoint = plain.codePointAt(at)!;
    const next = at + (codePoint > 0xffff ? 2 : 1);
    const kind = kindOf(codePoint);
    gap = kind === KINDS.sign ? gap + 1 : 0;
    if (gap === 0 || gap === WIDEST_GAP + 1) {
      for (let place = at; place < next; place += 1) {
        units[count] = gap === 0 ? plain.charCodeAt(place) : APART;
        places[count] = place;
        followsSmall[count] = isAfterSmall;
        count += 1;
      }
    }
    isAfterSmall = kind === KINDS.smallLetter ? 1 : 0;
    at = next;
  }
  return { units: units.subarray(0, count), places: places.subarray(0, count), followsSmall };
}

function isSmallLetter(plain: string, at: number): boolean {
  return at < plain.length && kindOf(plain.codePointAt(at)!) === KINDS.smallLetter;
}

/** Resolves overlaps, in order: keeps the first and longest range, extended if it would end within a word. */
function apart(plain: string, stretches: readonly MaskedSpan[]): MaskedSpan[] {
  const chosen: MaskedSpan[] = [];
  for (const { start, end } of stretches.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = chosen.at(-1);
    if (!last || start >= last.end) chosen.push({ start, end });
    else if (end > last.end && kindOf(plain.codePointAt(last.end)!) !== KINDS.sign) {
      chosen[chosen.length - 1] = { start: last.start, end };
    }
  }
  return chosen;
}
