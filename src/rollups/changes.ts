import {
  type CounterImage,
  type InteractionImage,
  type Occurrence,
  occurrencesOf,
} from '../facts/occurrence.ts';
import { packs } from '../store/packs.ts';
import type { changes } from '../store/schema.ts';
import { type Query, statement } from '../store/statement.ts';

/** A record changed since rollups last took it in: what they contain of it, and what is stored now. */
export type ChangeRow = Pick<typeof changes.$inferSelect, 'kind' | 'id' | 'stamp' | 'base' | 'current'>;

export interface Backlog {
  pending: number;
  /** Seconds UTC of the oldest pending change; null for none. */
  oldest: number | null;
}

/** At most `?2` pending changes. */
export const SELECT_CHANGES = statement<ChangeRow>(`
  SELECT kind, id, stamp, base, current FROM changes WHERE tenant = ?1 LIMIT ?2`);

/** How much waits to be taken in. */
export const SELECT_BACKLOG = statement<Backlog>(`
  SELECT count(*) AS pending, min(changed_at) AS oldest FROM changes WHERE tenant = ?1`);

const UNMOVED = statement(`
  SELECT json('changed again ' || k.key) AS failure
  FROM json_each(?2) k LEFT JOIN changes c ON c.tenant = ?1 AND c.kind = k.value ->> 0 AND c.id = k.value ->> 1
  WHERE c.stamp IS NOT k.value ->> 2`);
const SETTLE = statement(`
  DELETE FROM changes WHERE tenant = ?1 AND (kind, id) IN (SELECT k.value ->> 0, k.value ->> 1 FROM json_each(?2) k)`);

/** Queries that settle changes which rollups have taken in; they fail their transaction where one moved on. */
export function settleQueries(settled: readonly ChangeRow[]): Query[] {
  return packs(settled.map(({ kind, id, stamp }) => [kind, id, stamp])).flatMap((pack) => [
    UNMOVED.with(pack),
    SETTLE.with(pack),
  ]);
}

/** What changes add and take away, one occurrence at a time. */
export function eachChange(
  rows: readonly ChangeRow[],
  visit: (occurrence: Occurrence, sign: 1 | -1) => void,
): void {
  for (const { base, current } of rows) {
    if (base === current) continue;
    for (const occurrence of imageOccurrences(base)) visit(occurrence, -1);
    for (const occurrence of imageOccurrences(current)) visit(occurrence, 1);
  }
}

function imageOccurrences(image: string | null): Occurrence[] {
  return image === null ? [] : occurrencesOf(JSON.parse(image) as InteractionImage | CounterImage);
}
