import { binaryColumn } from '../../db/binary.ts';
import { jsonBatches } from '../../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../../db/statement.ts';
import { CUT_DIGEST } from '../../records/digest.ts';
import { CUSTOMER_IN_IMAGE } from '../../records/stored-body.ts';
import type { PhoneHashes } from '../sealing/personal.ts';
import { isWithdrawn } from './holding.ts';

const statement = statementsIn('privacy');

/** A customer to erase. */
export interface ErasureTarget {
  /** As stored in interactions. */
  customerId: string;
  /** The keyed hash that recognises the customer in later records. */
  hash: string;
  pseudonym: string;
}

/** SQL: the interactions `i` that belong to a row `k` of a JSON batch, found by one index. */
interface Belonging {
  table: string;
  match: string;
}

/** `k` has a `customer_id`. */
const OF_CUSTOMER: Belonging = {
  table: 'interactions i INDEXED BY interactions_by_customer',
  match: "i.tenant = ?1 AND i.customer_id = k.value ->> 'customer_id'",
};
/** `k` has the hashes of a phone number. */
const WITH_NUMBER: Belonging = {
  table: 'interactions i INDEXED BY interactions_by_phone',
  match: `i.tenant = ?1 AND i.phone_last4 = ${binaryColumn('last4')} AND i.phone_hash = ${binaryColumn('whole')}`,
};

const LOST = `personal = NULL, phone_hash = NULL, phone_last4 = NULL, ${CUT_DIGEST}`;

const exists = (select: string): string => `EXISTS (${select})`;
const isKnown = ({ table, match }: Belonging): string => exists(`SELECT 1 FROM ${table} WHERE ${match}`);

/** SQL: whether anything is stored of the customer, or with the phone number hash, in `k`. */
export const IS_KNOWN = {
  customer: isKnown(OF_CUSTOMER),
  number: isKnown(WITH_NUMBER),
} as const;

/** Lists both values of is_call, so that the index of a phone number finds the period; that of a customer is read whole. */
const IN_PERIOD = 'i.is_call IN (0, 1) AND i.started_at >= period_start AND i.started_at < period_end';
const REVIEWED_IN_PERIOD = `r.tenant = ?1 AND r.interaction_id = i.id AND r.removed = 0
  AND r.created_at >= period_start AND r.created_at < period_end`;

/** Statements for everything that belongs to such interactions, all found by index. */
function hangingOn({ table, match }: Belonging) {
  const select = (column: string, joined = '', condition = 'TRUE'): string =>
    `SELECT ${column} FROM json_each(?2) k CROSS JOIN ${table} ${joined} WHERE ${match} AND ${condition}`;
  const ids = select('i.id');
  const words = select(
    'e.id',
    'CROSS JOIN evaluations e INDEXED BY evaluations_by_interaction',
    'e.tenant = ?1 AND e.interaction_id = i.id AND e.removed = 0 AND e.personal IS NOT NULL',
  );
  const inPeriod = exists(select('1', '', IN_PERIOD));
  const reviewed = exists(
    select('1', 'CROSS JOIN quality_reviews r INDEXED BY quality_reviews_by_interaction', REVIEWED_IN_PERIOD),
  );
  return {
    forgetWords: statement(
      `UPDATE evaluations SET personal = NULL, ${CUT_DIGEST} WHERE tenant = ?1 AND id IN (${words})`,
    ),
    dropTranscripts: statement(`DELETE FROM transcripts WHERE tenant = ?1 AND interaction_id IN (${ids})`),
    /**
     * Keeps the lease: its holder may still be writing the file, and maintenance deletes the file after the lease ends.
     */
    withdrawExports: statement(`
      UPDATE export_jobs INDEXED BY export_jobs_in_hand SET status = 'withdrawn', fence = fence + 1,
        error = 'A customer who may be in this export has been erased. Request a new one.'
      WHERE tenant = ?1 AND (status IN ('queued', 'processing') OR has_file = 1)
        AND status IN ('queued', 'processing', 'completed') AND expires_at > ?3
        AND ${isWithdrawn({ interaction: inPeriod, review: reviewed })}`),
    forget: statement(`UPDATE interactions SET ${LOST} WHERE tenant = ?1 AND id IN (${ids})`),
  };
}

const CUSTOMERS = hangingOn(OF_CUSTOMER);
const NUMBERS = hangingOn(WITH_NUMBER);

/** SQL: the pseudonym for a customer id in `?2` (see `namesOf`); NULL if it has none. */
const nameOf = (id: string): string => `?2 ->> ('x' || hex(${id}))`;
/** SQL: the customer of an image in the change log; NULL for an unreadable image, which must not stop an erasure. */
const customerOf = (image: string): string =>
  `CASE WHEN json_valid(${image}) THEN ${image} ->> '${CUSTOMER_IN_IMAGE}' END`;
const renamed = (image: string): string => {
  const name = nameOf(customerOf(image));
  return `CASE WHEN ${name} IS NULL THEN ${image} ELSE json_set(${image}, '${CUSTOMER_IN_IMAGE}', ${name}) END`;
};

/** Searches all pending changes, because the before image of an interaction may have a different customer. */
const RENAME_IN_LOG = statement(`
  UPDATE changes SET base = ${renamed('base')}, current = ${renamed('current')}
  WHERE tenant = ?1 AND kind = 'interaction' AND (${nameOf(customerOf('base'))} IS NOT NULL
    OR ${nameOf(customerOf('current'))} IS NOT NULL)`);

/** Of several new interactions at once: `current` lists their images (facts/arrivals.ts). */
const RENAME_IN_ARRIVALS = statement(`
  UPDATE changes SET current = (SELECT json_group_array(json(${renamed('m.value')})) FROM json_each(changes.current) m)
  WHERE tenant = ?1 AND kind = 'arrivals' AND EXISTS (
    SELECT 1 FROM json_each(CASE WHEN json_valid(changes.current) THEN changes.current ELSE '[]' END) m
    WHERE ${nameOf(customerOf('m.value'))} IS NOT NULL)`);

const RENAME = statement(`
  UPDATE interactions INDEXED BY interactions_by_customer
  SET customer_id = ${nameOf('customer_id')}, ${LOST}
  WHERE tenant = ?1 AND customer_id IN (SELECT k.value ->> 'customer_id' FROM json_each(?3) k)`);
const REMEMBER = statement(`
  INSERT INTO erasures (tenant, customer_hash, erased_at)
  SELECT ?1, k.value ->> 'hash', ?3 FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, customer_hash, erased_at) DO NOTHING`);

/**
 * Queries that erase everything stored of customers, as of `now` in seconds UTC. Each one remains a separate customer
 * under a pseudonym, so that no figure changes. The digest of the facts is kept, so that replays change nothing;
 * nothing stored links the customer id to the pseudonym.
 * Interactions of other customers that have one of the phone numbers lose their personal data, but keep their customer.
 */
export function erasureQueries(
  targets: readonly ErasureTarget[],
  numbers: readonly PhoneHashes[],
  now: number,
): BoundStatement[] {
  if (targets.length === 0) return [];
  const names = namesOf(targets);
  const rows = targets.map(({ customerId, hash }) => ({ customer_id: customerId, hash }));
  return [
    ...jsonBatches(rows).flatMap((pack) => [
      CUSTOMERS.forgetWords.with(pack),
      CUSTOMERS.dropTranscripts.with(pack),
      CUSTOMERS.withdrawExports.with(pack, now),
      RENAME.with(names, pack),
      REMEMBER.with(pack, now),
    ]),
    RENAME_IN_LOG.with(names),
    RENAME_IN_ARRIVALS.with(names),
    ...jsonBatches(numbers).flatMap((pack) => [
      NUMBERS.forgetWords.with(pack),
      NUMBERS.dropTranscripts.with(pack),
      NUMBERS.withdrawExports.with(pack, now),
      NUMBERS.forget.with(pack),
    ]),
  ];
}

/**
 * Pseudonyms as JSON keyed by customer id, so that SQL finds one without reading a row. The ids are in hexadecimal,
 * because they may contain any character.
 */
function namesOf(targets: readonly ErasureTarget[]): string {
  const names = targets.map(({ customerId, pseudonym }) => {
    const hex = Buffer.from(customerId).toString('hex').toUpperCase();
    return [`x${hex}`, pseudonym] as const;
  });
  return JSON.stringify(Object.fromEntries(names));
}
