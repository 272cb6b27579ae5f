const BASIC_PLANE = 0x10000;
const UNKNOWN = 0xff;

/**
 * A function that gives the class, from 0 to 254, of a code point as `classify` tells it of the character. Asks it
 * once for each character of the basic plane: masking looks at every character of a page of transcripts.
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
