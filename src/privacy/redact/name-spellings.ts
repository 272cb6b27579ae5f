const WORD = /[\p{L}\p{N}]+/gu;
const SHORTEST_WORD = 3;
/** From this number of letters, a whole name is masked within longer words too. */
const UNMISTAKABLE = 6;

/** One way to write a name, or a word of it. */
export interface Spelling {
  /** Letters and digits only; never empty. */
  letters: string;
  /** Whether other characters may separate them. */
  mayHaveGaps: boolean;
  /** Whether it matches inside a longer word, too. */
  isAnywhere: boolean;
}

/** The words of a folded name. */
export function wordsOf(name: string): readonly string[] {
  return name.match(WORD) ?? [];
}

/** The spellings of a folded name: whole, reversed, without middle words, and each word of three letters or more. */
export function spellingsOf(name: string): Spelling[] {
  const words = wordsOf(name);
  const [first, last] = [words[0], words.at(-1)];
  if (first === undefined || last === undefined) return [];
  const whole = words.join('');
  const hasSeveral = words.length > 1;
  const isUnmistakable = hasSeveral && lengthOf(whole) >= UNMISTAKABLE;
  const wholes = hasSeveral ? [whole, words.toReversed().join(''), first + last, last + first] : [first];
  // Parts divided by hyphens or apostrophes are one word: Anne-Marie, O'Brien.
  const divided = name.split(/\s+/).map(wordsOf);
  const long = [...divided, ...words.map((word) => [word])].filter(
    (parts) => lengthOf(parts.join('')) >= SHORTEST_WORD,
  );
  const spellings = new Map<string, Spelling>();
  for (const [letters, mayHaveGaps] of [
    ...wholes.map((each) => [each, hasSeveral] as const),
    ...long.map((parts) => [parts.join(''), parts.length > 1] as const),
  ]) {
    const before = spellings.get(letters);
    spellings.set(letters, {
      letters,
      mayHaveGaps: mayHaveGaps || (before?.mayHaveGaps ?? false),
      isAnywhere: isCaseless(letters) || (isUnmistakable && letters === whole),
    });
  }
  return [...spellings.values()];
}

/** Scripts without case often have no spaces between words, so their names match anywhere. */
function isCaseless(letters: string): boolean {
  return !/^\p{Ll}/u.test(letters);
}

function lengthOf(text: string): number {
  return [...text].length;
}
