import { jsonBatches } from '../../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../../db/statement.ts';
import type { TimedContext } from '../../db/tenant-store.ts';
import { renamedQuery } from '../../facts/arrivals.ts';
import { changeLogQueries } from '../../facts/change-log.ts';
import { CUSTOMER_IN_IMAGE } from '../../records/stored-body.ts';
import type { Renaming } from './reseal.ts';

const statement = statementsIn('privacy');

interface Call {
  id: string;
  version: number;
  customer_id: string;
  department_id: string | null;
  started_at: number;
}

const TAKEN = statement<{ customer_id: string }>(`
  SELECT DISTINCT i.customer_id AS customer_id FROM interactions i
  WHERE i.tenant = ?1 AND i.customer_id IN (SELECT k.value ->> 'to' FROM json_each(?2) k)`);
const CALLS = statement<Call>(`
  SELECT i.id AS id, i.version AS version, i.customer_id AS customer_id, i.department_id AS department_id,
    i.started_at AS started_at
  FROM interactions i
  WHERE i.tenant = ?1 AND i.is_call = 1 AND i.customer_id IN (SELECT k.value ->> 'from' FROM json_each(?2) k)`);
/** Fails the transaction if CALLS would return others: an isolate with the old secret may have stored some meanwhile. */
const SAME_CALLS = statement(`
  SELECT json('calls changed meanwhile: ' || s.calls) AS failure FROM (
    SELECT count(*) AS calls, coalesce(sum(i.version), 0) AS versions FROM interactions i
    WHERE i.tenant = ?1 AND i.is_call = 1 AND i.customer_id IN (SELECT k.value ->> 'from' FROM json_each(?2) k)) s
  WHERE s.calls <> ?3 OR s.versions <> ?4`);
/** Fails the transaction (see db/conflict.ts) if a new pseudonym came into use meanwhile. */
const STILL_FREE = statement(`
  SELECT json('taken meanwhile ' || i.id) AS failure FROM interactions i
  WHERE i.tenant = ?1 AND i.customer_id IN (SELECT k.value ->> 'to' FROM json_each(?2) k) LIMIT 1`);

const newName = (old: string): string =>
  `(SELECT k.value ->> 'to' FROM json_each(?2) k WHERE k.value ->> 'from' = ${old})`;
const RENAME = statement(`
  UPDATE interactions SET customer_id = ${newName('customer_id')}
  WHERE tenant = ?1 AND customer_id IN (SELECT k.value ->> 'from' FROM json_each(?2) k)`);
const renameImage = (image: 'base' | 'current'): string => `
  UPDATE changes SET ${image} = json_set(${image}, '${CUSTOMER_IN_IMAGE}', ${newName(`${image} ->> '${CUSTOMER_IN_IMAGE}'`)})
  WHERE tenant = ?1 AND kind = 'interaction'
    AND CASE WHEN json_valid(${image}) THEN ${image} ->> '${CUSTOMER_IN_IMAGE}' END IN (SELECT k.value ->> 'from' FROM json_each(?2) k)`;
const RENAME_BASE = statement(renameImage('base'));
const RENAME_CURRENT = statement(renameImage('current'));

/**
 * Queries that give customers their new pseudonyms, all interactions of a customer at once. If interactions already use
 * the new pseudonym, two histories merge, which changes the figures of distinct and new customers, so these changes are
 * logged. Fails its transaction if a new pseudonym came into use meanwhile, or if calls that merge changed.
 */
export async function renamingQueries(
  context: TimedContext,
  renamings: readonly Renaming[],
): Promise<BoundStatement[]> {
  const pairs = [...new Map(renamings.map((renaming) => [renaming.from, renaming])).values()];
  if (pairs.length === 0) return [];
  const [taken] = await context.store.batch([TAKEN.with(JSON.stringify(pairs))]);
  const known = new Set(taken.map(({ customer_id }) => customer_id));
  const merging = pairs.filter(({ to }) => known.has(to));
  const free = pairs.filter(({ to }) => !known.has(to));
  const log = merging.length > 0 ? await mergeLog(context, merging) : { before: [], after: [] };
  return [
    ...jsonBatches(free).map((pack) => STILL_FREE.with(pack)),
    ...log.before,
    ...jsonBatches(pairs).flatMap((pack) => [
      RENAME.with(pack),
      RENAME_BASE.with(pack),
      RENAME_CURRENT.with(pack),
    ]),
    renamedQuery(pairs.map(({ to }) => to)),
    ...log.after,
  ];
}

async function mergeLog({ store, now }: TimedContext, merging: readonly Renaming[]) {
  const names = new Map(merging.map(({ from, to }) => [from, to]));
  const pack = JSON.stringify(merging);
  const [calls] = await store.batch([CALLS.with(pack)]);
  const versions = calls.reduce((sum, { version }) => sum + version, 0);
  const touched = calls.map((call) => ({
    id: call.id,
    isNew: false,
    written: true,
    customerId: names.get(call.customer_id) ?? null,
    departmentId: call.department_id,
    startedAt: call.started_at,
  }));
  const { before, after } = changeLogQueries(touched, [], crypto.randomUUID(), now);
  return { before: [SAME_CALLS.with(pack, calls.length, versions), ...before], after };
}
