const ASCII_END = '\u0080';
/** What shows no glyph of its own: accents, zero-width characters, the frame of a keycap. */
const INVISIBLE = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Rows of 0 to 9 in circles, which NFKC leaves as they are. */
const CIRCLED = [...'⓿❶❷❸❹❺❻❼❽❾🄋➀➁➂➃➄➅➆➇➈🄌➊➋➌➍➎➏➐➑➒⓿⓵⓶⓷⓸⓹⓺⓻⓼⓽'];

const circled = new Map(CIRCLED.map((character, index) => [character, String(index % 10)]));
const folded = new Map<string, string>();
const MAX_FOLDED = 10_000;

/** What is to be masked in a text, in its order, as `matchAll` finds it. */
export type Find = (text: string) => Iterable<RegExpExecArray>;

/**
 * `text` with everything that `find` finds as what `maskOf` makes of it. Both see full-width, circled and other
 * variants as plain characters, and nothing invisible.
 */
export function maskFolded(text: string, find: Find, maskOf: (found: string) => string): string {
  const { plain, origins } = fold(text);
  let masked = '';
  let from = 0;
  for (const { index, 0: found } of find(plain)) {
    masked += text.slice(from, origins[index]) + maskOf(found);
    let end = index + found.length;
    // One character may fold to several, of which only the first may be found.
    while (origins[end] === origins[end - 1]) end += 1;
    from = origins[end] ?? text.length;
  }
  return masked + text.slice(from);
}

/** The text as it is searched, and where in the original each of its units comes from. */
function fold(text: string): { plain: string; origins: number[] } {
  const origins: number[] = [];
  let plain = '';
  let at = 0;
  for (const character of text) {
    const units = character < ASCII_END ? character : foldCharacter(character);
    for (let unit = 0; unit < units.length; unit += 1) origins.push(at);
    plain += units;
    at += character.length;
  }
  return { plain, origins };
}

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const plain = circled.get(character) ?? character.normalize('NFKC').replace(INVISIBLE, '');
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(character, plain);
  return plain;
}
