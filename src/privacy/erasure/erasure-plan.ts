import { type BoundStatement, statementsIn } from '../../db/statement.ts';
import type { Decision, StoredState, Write } from '../../records/decision.ts';
import type { AcceptedRecord, IngestRecord, InteractionRecord } from '../../records/types.ts';
import { SELECT_RETENTION } from '../retention.ts';
import type { TenantKeys } from '../sealing/keys.ts';
import {
  type DueErasures,
  dueErasures,
  type Erasable,
  readingsOf,
  type SentErasure,
} from './due-erasures.ts';
import { erasedHashes, erasedHashesOf, erasedNumberHashesOf, forgetful, randomPseudonym } from './erasure.ts';
import { IS_KNOWN } from './erasure-writes.ts';

const statement = statementsIn('privacy');

const DAY_SECONDS = 86_400;

interface ErasureRow {
  hash: string;
  erased_at: number;
}
interface KnownRow {
  /** Customer id, or hash of a phone number. */
  id: string;
}

const ERASURES = statement<ErasureRow>(`
  SELECT e.customer_hash AS hash, e.erased_at AS erased_at
  FROM json_each(?2) k CROSS JOIN erasures e WHERE e.tenant = ?1 AND e.customer_hash = k.value`);
const KNOWN = statement<KnownRow>(`
  SELECT k.value ->> 'customer_id' AS id FROM json_each(?2) k WHERE ${IS_KNOWN.customer}
  UNION ALL SELECT k.value ->> 'whole' AS id FROM json_each(?3) k WHERE ${IS_KNOWN.number}`);
/** Fails the transaction; see db/conflict.ts. */
const UNCHANGED = statement(`
  SELECT json('erased meanwhile ' || k.key) AS failure FROM json_each(?2) k
  WHERE (SELECT max(e.erased_at) FROM erasures e WHERE e.tenant = ?1 AND e.customer_hash = k.value ->> 'hash')
    IS NOT k.value ->> 'erased_at'
  UNION ALL SELECT json('retention changed to ' || t.retention_days) AS failure FROM tenants t
  WHERE t.tenant = ?1 AND t.retention_days <> ?3`);

export type RowsOfMemory = readonly [{ retention_days: number }[], ErasureRow[], KnownRow[]];

/** An interaction of the request: its first index, from 0, and what an erasure may recognise it by. */
interface Mention {
  place: number;
  customerId: string | undefined;
  /** Hash of the whole phone number. */
  number: string | undefined;
  /** Hashes under which an erasure of its customer may be remembered; `numberHashes`: of its phone number. */
  hashes: readonly string[];
  numberHashes: readonly string[];
}

/** What may have to be erased in a request, as far as its records alone show. */
export interface Forgettable {
  /** By digest of the record. */
  interactions: ReadonlyMap<string, Mention>;
  erasures: readonly SentErasure[];
  /** Customers that the erasures may refer to, by id. */
  erasables: ReadonlyMap<string, Erasable>;
}

/** Examines the records. Chooses the pseudonym of each customer to erase here, so that retries use the same one. */
export function forgettable(records: readonly AcceptedRecord[], keys: TenantKeys): Forgettable {
  const interactions = new Map<string, Mention>();
  const erasures: SentErasure[] = [];
  for (const [place, record] of records.entries()) {
    if (record.type === 'customer') erasures.push({ place, erasure: record });
    else if (isInteraction(record) && !interactions.has(record.digest)) {
      interactions.set(record.digest, {
        place,
        customerId: record.body.customer_id,
        number: record.phone?.whole,
        hashes: erasedHashesOf(keys, record),
        numberHashes: erasedNumberHashesOf(keys, record),
      });
    }
  }
  const ids = new Set(erasures.flatMap(readingsOf).flatMap(({ customerIds }) => customerIds));
  const erasables = new Map<string, Erasable>();
  for (const customerId of ids) {
    const hashes = erasedHashes(keys, customerId);
    erasables.set(customerId, { customerId, hash: hashes[0]!, hashes, pseudonym: randomPseudonym() });
  }
  return { interactions, erasures, erasables };
}

/** Queries for what is remembered of these customers; pass their rows to `forgetting`. */
export function memoryQueries({ interactions, erasures, erasables }: Forgettable) {
  const hashes = [...hashesIn(interactions), ...[...erasables.values()].flatMap((each) => each.hashes)];
  const numbers = erasures.flatMap(readingsOf).flatMap((reading) => reading.numbers);
  return [
    SELECT_RETENTION.with(),
    ERASURES.with(JSON.stringify([...new Set(hashes)])),
    KNOWN.with(
      JSON.stringify([...erasables.keys()].map((customer_id) => ({ customer_id }))),
      JSON.stringify(numbers),
    ),
  ] as const;
}

/** What has to be erased, given what is stored. */
export interface Forgetting {
  due: DueErasures;
  /** The decision, with its records changed to what may be stored of them. */
  applied(decision: Decision, stored: ReadonlyMap<string, StoredState>): Decision;
  /**
   * A query that fails its transaction if a customer of these records was erased meanwhile, or the retention changed.
   */
  guard: BoundStatement;
}

/** Decides what is erased. `now` in seconds UTC. */
export function forgetting(
  { interactions, erasures, erasables }: Forgettable,
  [retention, rows, known]: RowsOfMemory,
  now: number,
): Forgetting {
  const lastErased = new Map<string, number>();
  for (const { hash, erased_at } of rows) {
    lastErased.set(hash, Math.max(erased_at, lastErased.get(hash) ?? 0));
  }
  const mentioned = [...interactions.values()].flatMap(({ customerId, number }) => [customerId, number]);
  const ids = new Set([...known.map(({ id }) => id), ...mentioned.filter((id) => id !== undefined)]);
  const due = dueErasures(erasures, erasables, { ids, lastErased }, now);

  const remembered = rows.map((row) => ({ ...row, place: -1, pseudonym: undefined }));
  const carriedOut = [...due.targets.values()].map((target) => ({ ...target, erased_at: now }));
  const ofHash = Map.groupBy([...remembered, ...carriedOut], ({ hash }) => hash);
  /** A pseudonym cannot be derived from the customer, so late records get a new one per customer and request. */
  const latePseudonyms = new Map<string | undefined, string>();
  const latePseudonym = (customerId: string | undefined): string => {
    const known = latePseudonyms.get(customerId) ?? randomPseudonym();
    latePseudonyms.set(customerId, known);
    return known;
  };
  const oldest = now - (retention[0]?.retention_days ?? Number.POSITIVE_INFINITY) * DAY_SECONDS;

  /** Treats records before and after an erasure as if they had been sent in separate requests. */
  function kept(record: InteractionRecord, state: StoredState | undefined): InteractionRecord {
    const { started_at } = record.body;
    const { place = 0, hashes = [], numberHashes = [] } = interactions.get(record.digest) ?? {};
    const erasureUnder = (some: readonly string[]) =>
      some
        .flatMap((hash) => ofHash.get(hash) ?? [])
        .filter((erasure) => started_at <= erasure.erased_at || place < erasure.place)
        .sort((a, b) => a.erased_at - b.erased_at)[0];
    const ofStored = due.targets.get(state?.customerId ?? '');
    const erasedBefore = ofStored && ofStored.place < place ? ofStored.pseudonym : undefined;
    const erasure = erasureUnder(hashes);
    const pseudonym =
      (state?.erased ? state.customerId : erasedBefore) ??
      (erasure && (erasure.pseudonym ?? latePseudonym(record.body.customer_id)));
    const isForgotten =
      pseudonym !== undefined || started_at < oldest || erasureUnder(numberHashes) !== undefined;
    return isForgotten ? forgetful(record, pseudonym) : record;
  }

  return {
    due,
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
        [...new Set(hashesIn(interactions))].map((hash) => ({ hash, erased_at: lastErased.get(hash) })),
      ),
      retention[0]?.retention_days ?? null,
    ),
  };
}

function hashesIn(interactions: Forgettable['interactions']): string[] {
  return [...interactions.values()].flatMap(({ hashes, numberHashes }) => [...hashes, ...numberHashes]);
}

function isInteraction(record: IngestRecord): record is InteractionRecord {
  return record.type === 'interaction' && !record.deleted;
}
