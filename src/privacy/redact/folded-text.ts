import { BOUNDS } from '../../bounds.ts';

const NOT_ASCII = /[^\0-\x7f]/;
const ASCII_END = 0x80;
const MOST_UNITS = 2 * BOUNDS.maskedCharacters.value;
/** No character becomes more units in Unicode's normal forms. */
const MOST_OF_ONE = 18;
const MAX_KNOWN = 10_000;

/** A text as it is searched. */
export interface FoldedText {
  plain: string;
  /** Index in the original of what the unit at `at` comes from; the original's length after the last. */
  originOf(at: number): number;
}

export interface Folding {
  /** Of a stretch of ASCII; keeps its length. */
  ascii(stretch: string): string;
  /** Of any other character; may be empty, or several units. */
  character(character: string): string;
}

/**
 * A function that folds texts; undefined for one that is beyond the bound of masked characters, or becomes more than
 * twice as long as that.
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
