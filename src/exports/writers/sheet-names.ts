/** Limits of spreadsheet programs: characters of a name, and those that none may have. */
const MAX_CHARACTERS = 31;
// biome-ignore lint/suspicious/noControlCharactersInRegex: no sheet name may have them.
const FORBIDDEN = /[\u0000-\u001F\u007F:\\/?*[\]\uFFFE\uFFFF]/g;
/** Excel keeps this name for itself. */
const RESERVED = 'history';
const NAMELESS = 'Sheet';

/**
 * Names of sheets for the wanted ones, in their order: without forbidden characters, of 1 to 31 characters, and
 * different from each other regardless of case. What is taken already gets a number: `call`, `call 2`.
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set([RESERVED]);
  /** By wanted name, so that finding a free number stays fast for many sheets. */
  const numbers = new Map<string, number>();
  return wanted.map((name) => {
    const allowed = cut(name.toWellFormed().replace(FORBIDDEN, ' ').replace(/\s+/g, ' '), MAX_CHARACTERS);
    const base = allowed === '' ? NAMELESS : allowed;
    let free = base;
    let number = numbers.get(base) ?? 2;
    for (; taken.has(free.toLowerCase()); number += 1) {
      const suffix = ` ${number}`;
      free = cut(base, MAX_CHARACTERS - suffix.length) + suffix;
    }
    numbers.set(base, number);
    taken.add(free.toLowerCase());
    return free;
  });
}

/** The first characters of a name; no character is halved, and no apostrophe stands at either end. */
function cut(name: string, most: number): string {
  let kept = '';
  for (const character of name) {
    if (kept.length + character.length > most) break;
    kept += character;
  }
  return kept.replace(/^[\s']+|[\s']+$/g, '');
}
