import { BOUNDS } from '../bounds.ts';
import { gte } from '../db/expressions.ts';
import { auditSeals } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { BEFORE_ALL, CHAINED_COLUMNS, type ChainedEntry, type SealSecrets } from './chain.ts';
import { type Anchor, type Break, changedEntries, genuineRun, sealProblem } from './verify-chain.ts';

const statement = statementsIn('audit');
const queries = queriesIn('audit');

/** The result of verifying a slice of the chain. */
export interface VerifiedSlice {
  /** Numbers of valid sealed entries and of valid seals. */
  entries: number;
  seals: number;
  /** The first failed check. */
  broken: Break | null;
  /** The last valid seal, in this slice or before it; null if there is none. */
  head: Anchor | null;
  /** The seal after which the next slice begins; null at the end, or if a check failed. */
  next: number | null;
  /** Only at the end: number of entries that no seal covers yet, counted up to BOUNDS.auditVerifyEntries. */
  unsealed: number | null;
}

const { auditVerifySeals, auditVerifyEntries } = BOUNDS;

const SEALS = queries.select(auditSeals, ({ from }: Inputs<{ from: number }>) => ({
  where: gte(auditSeals.seq, from),
  orderBy: [auditSeals.seq],
  limit: auditVerifySeals.value + 1,
}));
const SEALED = statement<ChainedEntry>(`
  SELECT ${CHAINED_COLUMNS} FROM audit_log e
  LEFT JOIN audit_repeats r ON r.tenant = ?1 AND r.at = e.at AND r.id = e.id
  WHERE e.tenant = ?1 AND (e.at, e.id) > (?2, ?3) AND (e.at, e.id) <= (?4, ?5)
  ORDER BY e.at, e.id LIMIT ?6`);
const UNSEALED = statement<{ count: number }>(`
  SELECT count(*) AS count FROM (
    SELECT 1 FROM audit_log e WHERE e.tenant = ?1 AND (e.at, e.id) > (?2, ?3) LIMIT ${auditVerifyEntries.value})`);

/**
 * Verifies a slice of a tenant's chain: the seals after number `after` (0 for the beginning), each against the previous
 * seal, its MAC, and all entries of its range. Without `anchor`, a log whose newest seals and entries were cut off
 * still passes; with it, that seal must exist and have the same hash.
 */
export async function verifySlice(
  { store, config: secrets }: StoreContext & { config: SealSecrets },
  { after, anchor }: { after: number; anchor?: Anchor | undefined },
): Promise<VerifiedSlice> {
  const [seals] = await store.batch([SEALS.with({ from: after })]);
  const previous = after === 0 ? BEFORE_ALL : seals[0];
  const chain = after === 0 ? seals : seals.slice(1);
  const doubt = after === 0 ? undefined : sealProblem(after, seals[0], secrets, anchor);
  if (doubt || !previous) return brokenAt(doubt ?? { kind: 'seal_missing', seq: after });

  const { run, problem } = genuineRun(previous, chain, secrets, anchor);
  const last = run.at(-1) ?? previous;
  const expected = run.reduce((sum, { entries }) => sum + entries, 0);
  const [entries] = await store.batch([
    SEALED.with(previous.to_at, previous.to_id, last.to_at, last.to_id, expected + 1),
  ]);
  const { holding, changed } = changedEntries(previous, run, entries);
  const head = holding.at(-1) ?? previous;
  const isEnd = run.length === chain.length && chain.length < auditVerifySeals.value;
  const isCutOff = isEnd && anchor !== undefined && anchor.seq > head.seq;
  const cutOff = isCutOff ? ({ kind: 'anchor_missing', seq: anchor.seq } as const) : undefined;
  const broken = changed ?? problem ?? cutOff ?? null;
  const isDone = isEnd && broken === null;
  const [[rest]] = isDone ? await store.batch([UNSEALED.with(head.to_at, head.to_id)]) : [[]];
  return {
    entries: holding.reduce((sum, seal) => sum + seal.entries, 0),
    seals: holding.length,
    broken,
    head: head.seq === 0 ? null : { seq: head.seq, hash: head.hash },
    next: broken || isEnd ? null : head.seq,
    unsealed: rest?.count ?? null,
  };
}

function brokenAt(broken: Break): VerifiedSlice {
  return { entries: 0, seals: 0, broken, head: null, next: null, unsealed: null };
}
