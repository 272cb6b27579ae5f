import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { ARRIVALS, splitQueries } from '../facts/arrivals.ts';
import { logLine } from '../log.ts';
import { type ChangeRow, stamped, UnreadableChange } from './changes.ts';
import { InexactSum } from './codec.ts';
import { RowTooLarge } from './row-bounds.ts';

const statement = statementsIn('rollups');

/** Why a change is quarantined, worded for administrators. None of them quotes the record. */
export const QUARANTINE_REASONS = {
  unreadable: 'The entry of the record in the change log cannot be read.',
  inexact: 'With it, a sum of its day would be too large to be counted exactly.',
  too_large: 'With it, the figures of its day would be too large to be stored.',
  failed: 'Computing its figures failed unexpectedly. The log shows where in the code.',
} as const;
export type QuarantineReason = keyof typeof QUARANTINE_REASONS;

/** A quarantined change. The figures of its record are those from before the change. */
export interface Quarantined {
  kind: string;
  id: string;
  /** Seconds UTC. */
  since: number;
  reason: string;
}

/** The last change of a page of the list. */
export type QuarantinePosition = Pick<Quarantined, 'since' | 'kind' | 'id'>;

const SET_ASIDE = statement(`
  UPDATE changes SET quarantined_at = ?3, quarantine_reason = ?4
  WHERE tenant = ?1 AND quarantined_at IS NULL AND (kind, id, stamp) IN (
    SELECT k.value ->> 'kind', k.value ->> 'id', k.value ->> 'stamp' FROM json_each(?2) k)`);
const LIST = statement<Quarantined>(`
  SELECT kind, id, quarantined_at AS since, quarantine_reason AS reason
  FROM changes INDEXED BY changes_in_quarantine
  WHERE tenant = ?1 AND quarantined_at IS NOT NULL AND quarantined_at <= ?3
    AND (quarantined_at < ?3 OR (kind, id) > (?4, ?5))
  ORDER BY quarantined_at DESC, kind, id LIMIT ?2`);

const END_OF_TIME = 1_000_000_000_000;

/** Lists up to `limit` quarantined changes after a position, newest first. */
export function quarantineQuery(limit: number, after?: QuarantinePosition): BoundStatement<Quarantined> {
  const { since, kind, id } = after ?? { since: END_OF_TIME, kind: '', id: '' };
  return LIST.with(limit, since, kind, id);
}

/**
 * Quarantines pending changes, unless they have changed again. Rollups keep containing their base; reads and refreshes
 * skip them. The log line has no ids, because these may be personal. Arrivals that were logged together are separated
 * instead, so that the next attempt finds the faulty one.
 */
export async function setAside(
  { store }: StoreContext,
  { changes, cause }: { changes: readonly ChangeRow[]; cause: unknown },
): Promise<void> {
  const [together = [], alone = []] = [true, false].map((is) =>
    changes.filter(({ kind }) => (kind === ARRIVALS) === is),
  );
  const reason = reasonOf(cause);
  const now = Math.floor(Date.now() / 1_000);
  await store.batch([
    ...stamped(alone).map((encode) => SET_ASIDE.with(encode, now, reason)),
    ...splitQueries(together.map(({ id }) => id)),
  ]);
  if (alone.length === 0) return;
  logLine('error', {
    event: 'change quarantined',
    tenant: store.tenant,
    changes: alone.length,
    kinds: [...new Set(alone.map(({ kind }) => kind))],
    reason,
    ...(reason === 'failed' && { at: framesOf(cause) }),
  });
}

function reasonOf(cause: unknown): QuarantineReason {
  if (cause instanceof UnreadableChange) return 'unreadable';
  if (cause instanceof InexactSum) return 'inexact';
  return cause instanceof RowTooLarge || isTooLarge(cause) ? 'too_large' : 'failed';
}

/** Whether the database rejected a value or row because of its size. */
export function isTooLarge(error: unknown): boolean {
  return error instanceof Error && /too (big|large)|over D1's limit/i.test(error.message);
}

/** The stack frames of an error without its message, which may quote the record. */
function framesOf(error: unknown): string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^ {4}at /.test(line)).slice(0, 5);
}
