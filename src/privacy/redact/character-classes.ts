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
