import { BOUNDS } from '../bounds.ts';
import { type ChainedEntry, chainHash, isGenuine, type Seal, type SealSecrets } from './chain.ts';

/** A seal that was recorded outside the database. */
export interface Anchor {
  seq: number;
  hash: string;
}

/** A failed check, and at which seal. */
export interface Break {
  kind: 'seal_missing' | 'seal_changed' | 'anchor_missing' | 'anchor_differs' | 'entries_changed';
  seq: number;
  /** Only for `entries_changed`: the range of the seal in seconds UTC, both bounds included. */
  range?: { from: number; to: number };
  /** Only for `entries_changed`: how many entries were sealed, and how many were found. */
  sealed?: number;
  found?: number;
}

type Place = Pick<Seal, 'seq' | 'to_at' | 'to_id' | 'hash'>;

/** The problem of the seal that should have number `seq`, regardless of its entries; undefined if it has none. */
export function sealProblem(
  seq: number,
  seal: Seal | undefined,
  secrets: SealSecrets,
  anchor: Anchor | undefined,
): Break | undefined {
  if (seal?.seq !== seq) return { kind: 'seal_missing', seq };
  if (!isGenuine(seal, secrets)) return { kind: 'seal_changed', seq };
  if (anchor?.seq === seq && anchor.hash !== seal.hash) return { kind: 'anchor_differs', seq };
  return undefined;
}

/** The genuine seals after `previous` whose entries can be read at once, and the problem that ends the run, if any. */
export function genuineRun(
  previous: Place,
  seals: readonly Seal[],
  secrets: SealSecrets,
  anchor: Anchor | undefined,
): { run: Seal[]; problem: Break | undefined } {
  const run: Seal[] = [];
  let entries = 0;
  for (const seal of seals.slice(0, BOUNDS.auditVerifySeals.value)) {
    const problem = sealProblem(previous.seq + run.length + 1, seal, secrets, anchor);
    if (problem) return { run, problem };
    entries += seal.entries;
    if (run.length > 0 && entries > BOUNDS.auditVerifyEntries.value) break;
    run.push(seal);
  }
  return { run, problem: undefined };
}

/**
 * Compares `entries`, which must be all entries in the range of the run, with its seals. Returns the seals that match,
 * and the first one whose entries were changed, removed, added or reordered.
 */
export function changedEntries(
  previous: Place,
  run: readonly Seal[],
  entries: readonly ChainedEntry[],
): { holding: Seal[]; changed: Break | undefined } {
  const holding: Seal[] = [];
  let before = previous.hash;
  let at = 0;
  for (const seal of run) {
    const from = at;
    while (at < entries.length && isWithin(entries[at]!, seal)) at += 1;
    const own = entries.slice(from, at);
    if (chainHash(before, own) !== seal.hash) {
      const range = { from: seal.from_at, to: seal.to_at };
      const { seq, entries: sealed } = seal;
      return { holding, changed: { kind: 'entries_changed', seq, range, sealed, found: own.length } };
    }
    holding.push(seal);
    before = seal.hash;
  }
  return { holding, changed: undefined };
}

function isWithin({ at, id }: ChainedEntry, { to_at, to_id }: Seal): boolean {
  return at < to_at || (at === to_at && id <= to_id);
}
