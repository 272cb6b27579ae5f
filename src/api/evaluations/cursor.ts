import { Buffer } from 'node:buffer';
import * as z from 'zod';
import type { EvaluationOrder, EvaluationPosition } from '../../ratings/list.ts';

/** The end of a page: what the next one follows. */
export interface PageEnd {
  order: EvaluationOrder;
  /** The number of the page, from 1. */
  page: number;
  position: EvaluationPosition;
}

const encoded = z.tuple([
  z.enum(['newest', 'oldest', 'best', 'worst']),
  z.int().min(1),
  z.int().min(1).max(5),
  z.int().min(0),
  z.string().min(1),
]);

/** Encodes the end of a page as an opaque cursor. */
export function cursorOf({ order, page, position: { rating, respondedAt, id } }: PageEnd): string {
  const parts: z.input<typeof encoded> = [order, page, rating, respondedAt, id];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** A cursor, decoded. */
export const afterParameter = z.string().transform((text, context): PageEnd => {
  const parts = encoded.safeParse(jsonIn(text));
  if (parts.success) {
    const [order, page, rating, respondedAt, id] = parts.data;
    const end = { order, page, position: { rating, respondedAt, id } };
    if (cursorOf(end) === text) return end;
  }
  context.addIssue({ code: 'custom', message: 'Must be a next_cursor that this route returned.' });
  return z.NEVER;
});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    return undefined;
  }
}
