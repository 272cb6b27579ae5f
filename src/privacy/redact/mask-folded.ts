import { foldedBy } from './folded-text.ts';

/** Characters without a glyph of their own: accents, zero-width characters, the frame of a keycap. */
const INVISIBLE = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** The digits 0 to 9 in circles, which NFKC leaves as they are. */
const CIRCLED = [...'⓿❶❷❸❹❺❻❼❽❾🄋➀➁➂➃➄➅➆➇➈🄌➊➋➌➍➎➏➐➑➒⓿⓵⓶⓷⓸⓹⓺⓻⓼⓽'];
const circled = new Map(CIRCLED.map((character, index) => [character, String(index % 10)]));

const fold = foldedBy({
  ascii: (stretch) => stretch,
  character: (character) => circled.get(character) ?? character.normalize('NFKC').replace(INVISIBLE, ''),
});

/** Replaces a whole text that is too long to be masked piece by piece. */
export const ALL_MASKED = '****';

/** A range of a text, half-open, in UTF-16 units. */
export interface MaskedSpan {
  readonly start: number;
  readonly end: number;
}

/** A range and the text that replaces it. */
export interface Masked extends MaskedSpan {
  readonly mask: string;
}

/**
 * Replaces every range that `find` returns by its mask; the ranges must be in order and must not overlap. `find` gets
 * full-width, circled and other variants as plain characters, without invisible ones. A text longer than the bound of
 * masked characters becomes `****`.
 */
export function maskFolded(text: string, find: (plain: string) => readonly Masked[]): string {
  const folded = fold(text);
  if (!folded) return ALL_MASKED;
  let out = '';
  let from = 0;
  for (const { start, end, mask } of find(folded.plain)) {
    out += text.slice(from, folded.originOf(start)) + mask;
    let whole = end;
    // One character may fold to several, of which the match may contain only the first.
    while (whole < folded.plain.length && folded.originOf(whole) === folded.originOf(whole - 1)) whole += 1;
    from = folded.originOf(whole);
  }
  return out + text.slice(from);
}
