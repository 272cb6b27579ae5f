import { BOUNDS } from './bounds.ts';

/** A bound that a JSON text exceeds. `message` is the end of a sentence: `is nested deeper than …`. */
export interface JsonExcess {
  kind: 'depth' | 'values';
  message: string;
}

const TOO_DEEP: JsonExcess = {
  kind: 'depth',
  message: `is nested deeper than ${BOUNDS.bodyDepth.value} levels`,
};

/**
 * Counts the values of a JSON text before parsing, because parsed values can take thirty times the memory of the text.
 * Stops as soon as the depth, or the number of values (`mostValues`), is exceeded. In text that is not valid JSON,
 * brackets and commas are counted all the same.
 */
export function measureJson(text: string, mostValues: number): { values: number; excess?: JsonExcess } {
  let values = 1;
  let depth = 0;
  /** The last character was an opening bracket: a first value follows, unless the bracket closes at once. */
  let isOpened = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= SPACE) continue;
    const isClosing = code === CLOSE_OBJECT || code === CLOSE_ARRAY;
    if (code === COMMA || (isOpened && !isClosing)) values += 1;
    isOpened = code === OPEN_OBJECT || code === OPEN_ARRAY;
    if (isOpened) depth += 1;
    else if (isClosing) depth -= 1;
    else if (code === QUOTE) index = endOfString(text, index);
    if (depth > BOUNDS.bodyDepth.value) return { values, excess: TOO_DEEP };
    if (values > mostValues) return { values, excess: tooMany(mostValues) };
  }
  return { values };
}

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Index of the closing quote of the string that opens at `start`, or the length of the text if there is none. */
function endOfString(text: string, start: number): number {
  for (let index = text.indexOf('"', start + 1); index !== -1; index = text.indexOf('"', index + 1)) {
    let first = index;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    // After an even number of backslashes, the quote is not escaped.
    if ((index - first) % 2 === 0) return index;
  }
  return text.length;
}

function tooMany(most: number): JsonExcess {
  return { kind: 'values', message: `has more than ${most.toLocaleString('en-US')} values` };
}
