import { classesBy } from './folded-text.ts';
import type { MaskedSpan } from './mask-folded.ts';

const QUOTES = '"“”„‟';
/** An @, plain, as encoded in links and HTML, or as written to hide an address from crawlers. */
const AT = /(?:@|%(?:25)*40|&#0{0,4}64;|&#x0{0,4}40;|&commat;|[[(]at[\])])+/gi;
const LITERAL = /\[[^\s@[\]]+\]?/y;
/** If a space separates it from the @, a domain must end in letters: `5 @ 3.50` is not an address. */
const WITH_TOP_LEVEL = /^.+\.\p{L}{2,}/su;
const LONGEST_QUOTED = 64;

/** Inner signs belong to a local part, but do not begin it: `o'brien`, but `'ana'`. */
const KINDS = { atom: 0, inner: 1, quote: 2, end: 3 } as const;
const kindOf = classesBy((character) => {
  if (QUOTES.includes(character)) return KINDS.quote;
  if (/[\s@<>()[\]:]/.test(character)) return KINDS.end;
  return ",;'‘’".includes(character) ? KINDS.inner : KINDS.atom;
});

/**
 * The e-mail addresses in a folded text, in order. One pass: searches from each @ back to the previous one and forward
 * to the next, and for a quoted local part within a fixed length.
 */
export function writtenAddresses(text: string): MaskedSpan[] {
  const found: MaskedSpan[] = [];
  let before: MaskedSpan = { start: 0, end: 0 };
  for (const sign of signsIn(text)) {
    const last = found.at(-1);
    if (last?.end === sign.start) {
      const end = endOfDomain(text, sign);
      if (end > sign.end) found[found.length - 1] = { start: last.start, end };
    } else {
      const address = addressAt(text, sign, Math.max(before.end, last?.end ?? 0), last?.end ?? 0);
      if (address) found.push(address);
    }
    before = sign;
  }
  return found;
}

/** An @, and the index of the next one or of the end of the text. */
interface Sign extends MaskedSpan {
  readonly next: number;
}

function signsIn(text: string): Sign[] {
  const signs = [...text.matchAll(AT)];
  return signs.map(({ index, 0: { length } }, place) => ({
    start: index,
    end: index + length,
    next: signs[place + 1]?.index ?? text.length,
  }));
}

/** The address around an @. Its local part begins at `from` or later, a quoted one at `quotedFrom` or later. */
function addressAt(text: string, sign: Sign, from: number, quotedFrom: number): MaskedSpan | undefined {
  const start = startOfLocal(text, from, quotedFrom, sign.start);
  const end = endOfDomain(text, sign);
  if (start < sign.start && end > sign.end) return { start, end };
  const isSpaced = isBlank(text, sign.start - 1);
  const localEnd = isSpaced ? sign.start - 1 : sign.start;
  const spacedStart = isSpaced ? startOfLocal(text, from, quotedFrom, localEnd) : start;
  if (spacedStart >= localEnd) return undefined;
  const domainStart = isBlank(text, sign.end) ? sign.end + 1 : sign.end;
  const atoms = text.slice(domainStart, endOfAtoms(text, domainStart, sign.next));
  const [domain] = WITH_TOP_LEVEL.exec(atoms) ?? [];
  return domain === undefined ? undefined : { start: spacedStart, end: domainStart + domain.length };
}

/** Start of a local part that ends at `end`; `end` if there is none. */
function startOfLocal(text: string, from: number, quotedFrom: number, end: number): number {
  if (end > quotedFrom && kindAt(text, end - 1) === KINDS.quote) return startOfQuoted(text, quotedFrom, end);
  let start = end;
  while (start > from && kindAt(text, start - 1) <= KINDS.inner) start -= 1;
  while (start < end && kindAt(text, start) === KINDS.inner) start += 1;
  return start;
}

function startOfQuoted(text: string, from: number, end: number): number {
  const first = Math.max(from, end - LONGEST_QUOTED);
  for (let at = end - 2; at >= first; at -= 1) {
    if (text[at] === '\n' || text[at] === '\r') return end;
    if (kindAt(text, at) === KINDS.quote && text[at - 1] !== '\\') return at < end - 2 ? at : end;
  }
  return end;
}

/** End of a domain that follows an @; the end of the @ if there is none. */
function endOfDomain(text: string, { end, next }: Sign): number {
  if (text[end] !== '[') return endOfAtoms(text, end, next);
  LITERAL.lastIndex = end;
  const [literal = ''] = LITERAL.exec(text) ?? [];
  return end + literal.length;
}

function endOfAtoms(text: string, start: number, limit: number): number {
  let end = start;
  while (end < limit && kindAt(text, end) === KINDS.atom) end += 1;
  return end;
}

/**
 * Class of a UTF-16 unit. Halves of surrogate pairs need no care: every character that is not an atom is a single unit.
 */
function kindAt(text: string, at: number): number {
  return kindOf(text.charCodeAt(at));
}

function isBlank(text: string, at: number): boolean {
  return text[at] === ' ' || text[at] === '\t';
}
