import { BOUNDS } from '../../bounds.ts';

const BASIC_PLANE = 0x10000;
const UNKNOWN = 0xff;

/**
 * Returns a function that maps a code point to its class, 0 to 254, as computed by `classify`. Classes of the basic
 * plane are cached, because masking looks at every character of a page of transcripts.
 */
export function classesBy(classify: (character: string) => number): (codePoint: number) => number {
  let known: Uint8Array | undefined;
  return (codePoint) => {
    if (codePoint >= BASIC_PLANE) return classify(String.fromCodePoint(codePoint));
    known ??= new Uint8Array(BASIC_PLANE).fill(UNKNOWN);
    const before = known[codePoint]!;
    if (before !== UNKNOWN) return before;
    const found = classify(String.fromCharCode(codePoint));
    known[codePoint] = found;
    return found;
  };
}

const NOT_ASCII = /[^\0-\x7f]/;
const ASCII_END = 0x80;
const MOST_UNITS = 2 * BOUNDS.maskedCharacters.value;
/** The maximum number of UTF-16 units that one character has in a Unicode normal form. */
const MOST_OF_ONE = 18;
const MAX_KNOWN = 10_000;

/** A text in the form that is searched. */
export interface FoldedText {
  plain: string;
  /**
   * Index in the original text of the character behind the unit at `at`; after the last unit, the original's length.
   */
  originOf(at: number): number;
}

export interface Folding {
  /** Folds a run of ASCII; must keep its length. */
  ascii(stretch: string): string;
  /** Folds any other character; the result may be empty or have several units. */
  character(character: string): string;
}

/**
 * Returns a function that folds texts. It returns undefined for a text longer than the bound of masked characters, or
 * whose folded form is more than twice that bound.
 */
export function foldedBy(folding: Folding): (text: string) => FoldedText | undefined {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > BOUNDS.maskedCharacters.value) return undefined;
    if (!NOT_ASCII.test(text)) return { plain: folding.ascii(text), originOf: (at) => at };
    return fold(text);
  };

  function fold(text: string): FoldedText | undefined {
    const origins = new Uint32Array(Math.min(MOST_UNITS, MOST_OF_ONE * text.length));
    let plain = '';
    let units = 0;
    let asciiFrom = 0;
    for (let at = 0; at < text.length; ) {
      if (units >= MOST_UNITS) return undefined;
      const codePoint = text.codePointAt(at)!;
      if (codePoint < ASCII_END) {
        origins[units] = at;
        units += 1;
        at += 1;
        continue;
      }
      const character = String.fromCodePoint(codePoint);
      const folded = foldedCharacter(character);
      plain += folding.ascii(text.slice(asciiFrom, at)) + folded;
      origins.fill(at, units, units + folded.length);
      units += folded.length;
      at += character.length;
      asciiFrom = at;
    }
    if (units > origins.length) return undefined;
    plain += folding.ascii(text.slice(asciiFrom));
    return { plain, originOf: (at) => (at < units ? origins[at]! : text.length) };
  }

  function foldedCharacter(character: string): string {
    const before = known.get(character);
    if (before !== undefined) return before;
    const folded = folding.character(character);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(character, folded);
    return folded;
  }
}
