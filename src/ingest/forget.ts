import { erasedHash, erasedHashesOf, forgetful, randomPseudonym } from '../facts/erasure.ts';
import type { TenantKeys } from '../facts/keys.ts';
import type { CustomerErasure, IngestRecord, InteractionRecord } from '../facts/types.ts';
import { type Query, statement } from '../store/statement.ts';
import type { Decision, Outcome, StoredState, Write } from './decide.ts';
import type { Target } from './erasure-writes.ts';

const DAY_SECONDS = 86_400;

interface RetentionRow {
  retention_days: number;
}
interface ErasureRow {
  hash: string;
  erased_at: number;
  pseudonym: string;
}
interface KnownRow {
  id: string;
}

const RETENTION = statement<RetentionRow>('SELECT retention_days FROM tenants WHERE tenant = ?1');
const ERASURES = statement<ErasureRow>(`
  SELECT e.customer_hash AS hash, e.erased_at AS erased_at, e.pseudonym AS pseudonym
  FROM json_each(?2) k CROSS JOIN erasures e WHERE e.tenant = ?1 AND e.customer_hash = k.value`);
const KNOWN = statement<KnownRow>(`
  SELECT k.value AS id FROM json_each(?2) k WHERE EXISTS (
    SELECT 1 FROM interactions i INDEXED BY interactions_by_customer
    WHERE i.tenant = ?1 AND i.customer_id = k.value)`);
/** Fails the transaction; see store/conflict.ts. */
const UNCHANGED = statement(`
  SELECT json('erased meanwhile ' || k.key) AS failure FROM json_each(?2) k
  WHERE (SELECT max(e.erased_at) FROM erasures e WHERE e.tenant = ?1 AND e.customer_hash = k.value ->> 0)
    IS NOT k.value ->> 1`);

export type RowsOfMemory = readonly [RetentionRow[], ErasureRow[], KnownRow[]];

/** What of a request's records is to be forgotten, as far as the records themselves tell. */
export interface Forgettable {
  /** Customers of interactions, by the digest of their record. */
  interactions: ReadonlyMap<string, { customerId: string | undefined; hashes: readonly string[] }>;
  erasures: readonly CustomerErasure[];
  targets: readonly Target[];
}

/** Looks through records; each customer to be erased gets a pseudonym here, whatever is tried again. */
export function forgettable(
  facts: readonly IngestRecord[],
  erasures: readonly CustomerErasure[],
  keys: TenantKeys,
): Forgettable {
  const interactions = new Map(
    facts.filter(isInteraction).map((record) => {
      const hashes = erasedHashesOf(keys, record);
      return [record.digest, { customerId: record.body.customer_id, hashes }] as const;
    }),
  );
  const ids = new Set(erasures.flatMap(({ customerIds }) => customerIds));
  const targets = [...ids].map((customerId) => ({
    customerId,
    hash: erasedHash(keys, customerId),
    pseudonym: randomPseudonym(),
  }));
  return { interactions, erasures, targets };
}

/** Queries for what is remembered of those customers; `remembered` reads their answers. */
export function memoryQueries({ interactions, targets }: Forgettable) {
  const hashes = new Set([...hashesIn(interactions), ...targets.map(({ hash }) => hash)]);
  return [
    RETENTION.with(),
    ERASURES.with(JSON.stringify([...hashes])),
    KNOWN.with(JSON.stringify(targets.map(({ customerId }) => customerId))),
  ] as const;
}

/** What is to be forgotten, given what is stored. */
export interface Forgetting {
  /** One an erasure, in order. */
  outcomes: Outcome[];
  /** Customers to be erased now; `known`: something was stored of them. */
  targets: (Target & { known: boolean })[];
  /** The decision with the records in it as they are to be kept. */
  applied(decision: Decision, stored: ReadonlyMap<string, StoredState>): Decision;
  /** A query that fails its transaction where a customer of these records was erased meanwhile. */
  guard: Query;
}

/** Decides what is forgotten; `now` in seconds UTC. */
export function forgetting(
  { interactions, erasures, targets }: Forgettable,
  [retention, rows, known]: RowsOfMemory,
  now: number,
): Forgetting {
  const inRequest = [...interactions.values()].map(({ customerId }) => customerId);
  const knownIds = new Set([...known.map(({ id }) => id), ...inRequest]);
  const lastErased = new Map<string, number>();
  for (const { hash, erased_at } of rows)
    lastErased.set(hash, Math.max(erased_at, lastErased.get(hash) ?? 0));
  const due = new Map<string, Target & { known: boolean }>();
  const outcomes = erasures.map(({ customerIds, asOf }): Outcome => {
    const wanted = targets.filter(({ customerId, hash }) => {
      if (!customerIds.includes(customerId) || due.has(customerId)) return false;
      return asOf === undefined || (lastErased.get(hash) ?? -1) < asOf;
    });
    for (const target of wanted) {
      due.set(target.customerId, { ...target, known: knownIds.has(target.customerId) });
    }
    return wanted.some(({ customerId }) => knownIds.has(customerId)) ? 'deleted' : 'unchanged';
  });

  const erased = [...rows, ...[...due.values()].map((target) => ({ ...target, erased_at: now }))];
  erased.sort((a, b) => a.erased_at - b.erased_at);
  const ofHash = Map.groupBy(erased, ({ hash }) => hash);
  const oldest = now - (retention[0]?.retention_days ?? Number.POSITIVE_INFINITY) * DAY_SECONDS;

  function kept(record: InteractionRecord, state: StoredState | undefined): InteractionRecord {
    const { started_at } = record.body;
    const pseudonym =
      (state?.erased ? state.customerId : due.get(state?.customerId ?? '')?.pseudonym) ??
      (interactions.get(record.digest)?.hashes ?? [])
        .flatMap((hash) => ofHash.get(hash) ?? [])
        .find(({ erased_at }) => started_at <= erased_at)?.pseudonym;
    return pseudonym === undefined && started_at >= oldest ? record : forgetful(record, pseudonym);
  }

  return {
    outcomes,
    targets: [...due.values()],
    applied(decision, stored) {
      const writes = new Map<string, Write>();
      for (const [key, write] of decision.writes) {
        const record = write.kind === 'keep' && isInteraction(write.record) ? write.record : undefined;
        writes.set(key, record ? { kind: 'keep', record: kept(record, stored.get(key)) } : write);
      }
      return { ...decision, writes };
    },
    guard: UNCHANGED.with(
      JSON.stringify(
        [...new Set(hashesIn(interactions))].map((hash) => [hash, lastErased.get(hash) ?? null]),
      ),
    ),
  };
}

function hashesIn(interactions: Forgettable['interactions']): string[] {
  return [...interactions.values()].flatMap(({ hashes }) => hashes);
}

function isInteraction(record: IngestRecord): record is InteractionRecord {
  return record.type === 'interaction' && !record.deleted;
}
