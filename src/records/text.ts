const UNPAIRED_SURROGATE = /\p{Cs}/u;
/** UTF-16 units beyond a cut that may belong to its last character: the longest emoji sequences have about 30. */
const LONGEST_CHARACTER = 64;

const characters = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Whether all of a text can be stored: no NUL, no unpaired surrogate. */
export function isText(text: string): boolean {
  return !text.includes('\0') && !UNPAIRED_SURROGATE.test(text);
}

/** Whether a text has at most `max` code points; they are counted only if the number of UTF-16 units does not decide. */
export function isWithin(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && [...text].length <= max);
}

/** The beginning of a text, trimmed, of at most `max` code points. What is read as one character is not cut apart. */
export function cutToCharacters(text: string, max: number): string {
  const trimmed = text.trim();
  let end = 0;
  for (let count = 0; count < max && end < trimmed.length; count += 1) {
    end += trimmed.codePointAt(end)! > 0xffff ? 2 : 1;
  }
  return cutAt(trimmed, end);
}

/** The beginning of a text, trimmed, of at most `max` bytes in UTF-8. What is read as one character is not cut apart. */
export function cutToBytes(text: string, max: number): string {
  const trimmed = text.trim();
  const { read } = new TextEncoder().encodeInto(trimmed, new Uint8Array(max));
  return cutAt(trimmed, read);
}

/** Cuts before the character that `end`, in UTF-16 units, is in; between code points if it is the first one. */
function cutAt(text: string, end: number): string {
  if (end >= text.length) return text;
  const character = characters.segment(text.slice(0, end + LONGEST_CHARACTER)).containing(end);
  return text.slice(0, character?.index || end).trimEnd();
}
