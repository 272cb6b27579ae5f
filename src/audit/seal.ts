import { BOUNDS } from '../bounds.ts';
import { isTransactionConflict } from '../db/conflict.ts';
import { desc, gt } from '../db/expressions.ts';
import { auditSeals } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext, TenantStore, TimedContext } from '../db/tenant-store.ts';
import { logLine } from '../log.ts';
import {
  BEFORE_ALL,
  CHAINED_COLUMNS,
  type ChainedEntry,
  chainHash,
  isGenuine,
  type Seal,
  type SealSecrets,
  sealMac,
} from './chain.ts';

const statement = statementsIn('audit');
const queries = queriesIn('audit');

/** Newer entries are not sealed yet: a request may write one some time after the instant of the entry. */
const SETTLED_SECONDS = 15 * 60;

const LAST = queries.select(auditSeals, () => ({ orderBy: [desc(auditSeals.seq)], limit: 1 }));
const NEXT = statement<ChainedEntry>(`
  SELECT ${CHAINED_COLUMNS} FROM audit_log e
  LEFT JOIN audit_repeats r ON r.tenant = ?1 AND r.at = e.at AND r.id = e.id
  WHERE e.tenant = ?1 AND (e.at, e.id) > (?2, ?3) AND e.at < ?4
  ORDER BY e.at, e.id LIMIT ${BOUNDS.auditSealEntries.value}`);
/** Fails the transaction (see db/conflict.ts) if another run sealed meanwhile, or an entry was added to the range. */
const UNCHANGED = statement(`
  SELECT json('sealed meanwhile ' || t.tenant) AS failure FROM tenants t
  WHERE t.tenant = ?1 AND (
    (SELECT coalesce(max(s.seq), 0) FROM audit_seals s WHERE s.tenant = ?1) <> ?2
    OR (SELECT count(*) FROM audit_log e
      WHERE e.tenant = ?1 AND (e.at, e.id) > (?3, ?4) AND (e.at, e.id) <= (?5, ?6)) <> ?7)`);
const INSERT = queries.insert(auditSeals, (seal: Inputs<Omit<Seal, 'tenant'>>) => ({
  values: {
    seq: seal.seq,
    from_at: seal.from_at,
    from_id: seal.from_id,
    to_at: seal.to_at,
    to_id: seal.to_id,
    entries: seal.entries,
    hash: seal.hash,
    mac: seal.mac,
    sealed_at: seal.sealed_at,
  },
}));

/**
 * Seals the settled entries of a tenant, up to 500 per seal, and logs the head of the chain: a copy outside the
 * database reveals if the end of the log was cut off. `until` is a time of Date.now(). Of two
 * concurrent runs, the second stops.
 */
export async function sealLog(
  { store, config, now }: TimedContext & { config: SealSecrets },
  { until }: { until: number },
): Promise<void> {
  const [[last]] = await store.batch([LAST.with()]);
  let previous: Pick<Seal, 'seq' | 'to_at' | 'to_id' | 'hash'> = last ?? BEFORE_ALL;
  do {
    const [entries] = await store.batch([NEXT.with(previous.to_at, previous.to_id, now - SETTLED_SECONDS)]);
    const seal = sealOf(store.tenant, previous, entries, config, now);
    if (!seal || !(await isStored(store, previous, seal))) return;
    logLine('info', { event: 'audit_sealed', tenant: store.tenant, seq: seal.seq, hash: seal.hash });
    previous = seal;
  } while (Date.now() < until);
}

function sealOf(
  tenant: string,
  previous: Pick<Seal, 'seq' | 'hash'>,
  entries: readonly ChainedEntry[],
  { dataSecret }: SealSecrets,
  now: number,
): Seal | undefined {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return undefined;
  const seal = {
    tenant,
    seq: previous.seq + 1,
    from_at: first.at,
    from_id: first.id,
    to_at: last.at,
    to_id: last.id,
    entries: entries.length,
    hash: chainHash(previous.hash, entries),
    sealed_at: now,
  };
  return { ...seal, mac: sealMac(dataSecret, seal) };
}

async function isStored(
  store: TenantStore,
  previous: Pick<Seal, 'seq' | 'to_at' | 'to_id'>,
  seal: Seal,
): Promise<boolean> {
  try {
    await store.batch([
      UNCHANGED.with(previous.seq, previous.to_at, previous.to_id, seal.to_at, seal.to_id, seal.entries),
      INSERT.with(seal),
    ]);
    return true;
  } catch (error) {
    if (isTransactionConflict(error)) return false;
    throw error;
  }
}

const SLICE_SEALS = 200;

const SEALS = queries.select(auditSeals, ({ after }: Inputs<{ after: number }>) => ({
  where: gt(auditSeals.seq, after),
  orderBy: [auditSeals.seq],
  limit: SLICE_SEALS,
}));
const PUT_MACS = statement(`
  UPDATE audit_seals SET mac = k.value ->> 'mac' FROM json_each(?2) k
  WHERE tenant = ?1 AND audit_seals.seq = k.value ->> 'seq' AND audit_seals.mac = k.value ->> 'previous'`);

/**
 * Recomputes the MACs of up to 200 seals after number `after` under the current data secret; may be repeated. A seal
 * that neither secret has made is left unchanged and logged: a rotation must not confirm it.
 */
export async function remacSlice(
  { store, config }: StoreContext & { config: SealSecrets },
  { after }: { after: number },
): Promise<{ seals: number; next?: number }> {
  const [seals] = await store.batch([SEALS.with({ after })]);
  const macs = seals.flatMap((seal) => {
    const mac = sealMac(config.dataSecret, seal);
    if (mac === seal.mac) return [];
    if (isGenuine(seal, config)) return [{ seq: seal.seq, previous: seal.mac, mac }];
    logLine('error', { event: 'audit_seal_not_genuine', tenant: store.tenant, seq: seal.seq });
    return [];
  });
  if (macs.length > 0) await store.batch([PUT_MACS.with(JSON.stringify(macs))]);
  const last = seals.at(-1);
  return { seals: seals.length, ...(last && seals.length === SLICE_SEALS && { next: last.seq }) };
}
