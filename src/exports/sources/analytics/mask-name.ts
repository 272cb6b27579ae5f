const MASK = '***';
const SHORTEST_WORD = 3;
/** From so many letters on, a whole name is masked within longer words too. */
const UNMISTAKABLE = 6;

const WORD = /[\p{L}\p{N}]+/gu;

/** Letters that Unicode does not take apart, as they are written without their strokes. */
const PLAIN: Readonly<Record<string, string>> = { ø: 'o', đ: 'd', ð: 'd', ł: 'l', æ: 'ae', œ: 'oe', þ: 'th' };

const folded = new Map<string, string>();
const MAX_FOLDED = 10_000;

/** Text without case and accents, and where in the original each of its units comes from. */
interface Folded {
  text: string;
  origins: number[];
}

/**
 * `text` with the name, and each word of it of three letters or more, as `***`, whatever their case and
 * accents. Also finds the name with its words the other way round, run together, or without middle ones.
 */
export function maskName(text: string, name: string): string {
  const words = fold(name).text.match(WORD) ?? [];
  const { text: plain, origins } = fold(text);
  // Making a pattern takes milliseconds, and all that it matches holds a word of the name.
  if (!words.some((word) => plain.includes(word))) return text;
  const pattern = patternOf(fold(name).text, words);
  let masked = '';
  let from = 0;
  for (const { index, 0: match } of plain.matchAll(pattern)) {
    const start = origins[index] ?? text.length;
    masked += text.slice(from, start) + MASK;
    from = origins[index + match.length] ?? text.length;
  }
  return masked + text.slice(from);
}

/** Of a folded name and its words, one at least. */
function patternOf(name: string, words: readonly string[]): RegExp {
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const orders = words.length === 1 ? [[first]] : [words, words.toReversed(), [first, last], [last, first]];
  const spaced = name.split(/\s+/).map((word): readonly string[] => word.match(WORD) ?? []);
  const long = [...spaced, ...words.map((word) => [word])].filter(
    (parts) => [...parts.join('')].length >= SHORTEST_WORD,
  );
  const isUnmistakable = words.length > 1 && [...words.join('')].length >= UNMISTAKABLE;
  const sources = [
    ...(isUnmistakable ? [together(words)] : []),
    ...[...orders, ...long].map((parts) => standingAlone(together(parts))),
  ];
  return new RegExp(sources.join('|'), 'gu');
}

/** The parts of a name, which may be run together or have a little between them. */
function together(parts: readonly string[]): string {
  return parts.join(String.raw`[^\p{L}\p{N}]{0,3}`);
}

/** Scripts without case often put no space between words, so there a name counts wherever it stands. */
function standingAlone(source: string): string {
  const isCased = /^\p{Ll}/u.test(source);
  return isCased ? String.raw`(?<!\p{Ll})${source}(?!\p{Ll})` : source;
}

function fold(text: string): Folded {
  const origins: number[] = [];
  let plain = '';
  let at = 0;
  for (const character of text) {
    const units = foldCharacter(character);
    for (let unit = 0; unit < units.length; unit += 1) origins.push(at);
    plain += units;
    at += character.length;
  }
  return { text: plain, origins };
}

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const lower = character.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
  const plain = [...lower.replace(/[\p{M}\p{Cf}]/gu, '')].map((each) => PLAIN[each] ?? each).join('');
  if (folded.size >= MAX_FOLDED) folded.clear();
  folded.set(character, plain);
  return plain;
}
