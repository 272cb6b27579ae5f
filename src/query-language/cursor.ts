import { Buffer } from 'node:buffer';
import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { invalidInput } from '../error-list.ts';
import { keyedHash, secretsOf, type TenantKeys } from '../privacy/sealing/keys.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import type { Placed } from './order.ts';

const CURSOR = z.tuple([
  z.string(),
  z.int().nonnegative(),
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
  return Buffer.from(JSON.stringify([signature(keys, query, position), ...position])).toString('base64url');
}

/** The row that the cursor of a query stands after. Throws InvalidInput if it is not one of this query. */
export function placeAfter(keys: TenantKeys, query: NormalisedQuery): Placed | undefined {
  if (query.after === undefined) return undefined;
  const decoded = decode(query.after);
  if (!decoded || !secretsOf(keys).some((each) => isSigned(each, query, decoded))) {
    const message = 'Must be the page.after of an answer to the same query, with everything else unchanged.';
    throw invalidInput('The query', [{ path: 'after', message }]);
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
  query: NormalisedQuery,
  [sent, ...position]: z.output<typeof CURSOR>,
): boolean {
  const expected = signature(keys, query, position);
  return sent.length === expected.length && timingSafeEqual(Buffer.from(sent), Buffer.from(expected));
}

function signature(keys: TenantKeys, { understood }: NormalisedQuery, position: readonly unknown[]): string {
  return keyedHash(keys, 'query-cursor', JSON.stringify([{ ...understood, after: null }, position]));
}
