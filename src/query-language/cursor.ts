import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { keyedHash, secretsOf, type TenantKeys } from '../privacy/sealing/keys.ts';
import type { Mistakes } from './mistakes.ts';
import type { NormalisedQuery, Understood } from './normalised-query.ts';
import type { Placed } from './order.ts';

/** Later than any request, and early enough for every computation with dates. */
const LAST_TIME = Date.parse('2100-12-31T00:00:00Z') / 1_000;

const CURSOR = z.tuple([
  z.string(),
  z.int().nonnegative().max(LAST_TIME),
  z.array(z.string().nullable()),
  z.int().nonnegative(),
  z.array(z.tuple([z.int(), z.int()])),
]);

/**
 * The cursor after a row: the row's place in the order, and the time that the query was answered as of, so that its
 * further pages have the same period. Signed together with the query.
 */
export function cursorAfter(keys: TenantKeys, query: NormalisedQuery, last: Placed): string {
  const values = last.values.map(({ numerator, denominator }) => [numerator, denominator] as const);
  const position = [query.now, last.members, last.place, values] as const;
  return Buffer.from(JSON.stringify([signature(keys, query.understood, position), ...position])).toString(
    'base64url',
  );
}

/** The row that a cursor stands after; undefined, with a mistake collected, if it is not one of this query. */
export function placeAfter(
  keys: TenantKeys,
  { understood, cursor }: { understood: Understood; cursor: string },
  mistakes: Mistakes,
): Placed | undefined {
  const decoded = decode(cursor);
  if (!decoded || !secretsOf(keys).some((each) => isSigned(each, understood, decoded))) {
    mistakes.add(
      'after',
      'Must be the page.after of an answer to the same query, with everything else unchanged.',
    );
    return undefined;
  }
  const [, , members, place, values] = decoded;
  return { members, place, values: values.map(([numerator, denominator]) => ({ numerator, denominator })) };
}

/** The time in a cursor, before its signature is checked; undefined if it is none. */
export function cursorTime(cursor: string): number | undefined {
  return decode(cursor)?.[1];
}

function decode(cursor: string): z.output<typeof CURSOR> | undefined {
  try {
    return CURSOR.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}

function isSigned(
  keys: TenantKeys,
  understood: Understood,
  [sent, ...position]: z.output<typeof CURSOR>,
): boolean {
  const expected = signature(keys, understood, position);
  return sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected));
}

function signature(keys: TenantKeys, understood: Understood, position: readonly unknown[]): string {
  return keyedHash(keys, 'query-cursor', JSON.stringify([{ ...understood, after: null }, position]));
}
