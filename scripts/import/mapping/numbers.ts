/** Reads a number with `mark` before its decimals. Throws an Error that says what is accepted. */
export function readNumber(text: string, mark = '.'): number {
  const plain = mark === ',' ? text.replace(',', '.') : text;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) || (mark === ',' && text.includes('.'))) {
    throw new Error(`"${text}" is not a number with "${mark}" before its decimals and no other separators.`);
  }
  return Number(plain);
}

/** Reads a whole number; `109.0` is one. Throws an Error. */
export function readWhole(text: string): number {
  const number = readNumber(text);
  if (!Number.isSafeInteger(number)) throw new Error(`"${text}" is not a whole number.`);
  return number;
}

/** Reads yes or no in the words of files. Throws an Error that lists them. */
export function readFlag(text: string): boolean {
  const lower = text.toLowerCase();
  if (['true', 'yes', 'y', '1'].includes(lower)) return true;
  if (['false', 'no', 'n', '0'].includes(lower)) return false;
  throw new Error(`"${text}" is neither true (true, yes, y, 1) nor false (false, no, n, 0).`);
}
