import { foldedBy } from './folded-text.ts';

/** What shows no glyph of its own: accents, zero-width characters, the frame of a keycap. */
const INVISIBLE = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Rows of 0 to 9 in circles, which NFKC base measures as they are. */
const CIRCLED = [...'⓿❶❷❸❹❺❻❼❽❾🄋➀➁➂➃➄➅➆➇➈🄌➊➋➌➍➎➏➐➑➒⓿⓵⓶⓷⓸⓹⓺⓻⓼⓽'];
const circled = new Map(CIRCLED.map((character, index) => [character, String(index % 10)]));

const fold = foldedBy({
  ascii: (stretch) => stretch,
  character: (character) => circled.get(character) ?? character.normalize('NFKC').replace(INVISIBLE, ''),
});

/** Stands for a whole text that is too long to be masked piece by piece. */
export const ALL_MASKED = '****';

/** A stretch of a text, half-open, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A stretch and what is shown in its place. */
export interface Masked extends Stretch {
  readonly mask: string;
}

/**
 * `text` with every stretch that `find` returns as its mask; they come in order and do not overlap. `find` sees
 * full-width, circled and other variants as plain characters, and nothing invisible. A text beyond the bound of
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
    // One character may fold to several, of which only the first may be found.
    while (whole < folded.plain.length && folded.originOf(whole) === folded.originOf(whole - 1)) whole += 1;
    from = folded.originOf(whole);
  }
  return out + text.slice(from);
}
