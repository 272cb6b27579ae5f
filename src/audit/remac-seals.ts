import { gt } from '../db/expressions.ts';
import { auditSeals } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { logLine } from '../log.ts';
import { isGenuine, type SealSecrets, sealMac } from './chain.ts';

const statement = statementsIn('audit');
const queries = queriesIn('audit');

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
  store: TenantStore,
  secrets: SealSecrets,
  after: number,
): Promise<{ seals: number; next?: number }> {
  const [seals] = await store.batch([SEALS.with({ after })]);
  const macs = seals.flatMap((seal) => {
    const mac = sealMac(secrets.dataSecret, seal);
    if (mac === seal.mac) return [];
    if (isGenuine(seal, secrets)) return [{ seq: seal.seq, previous: seal.mac, mac }];
    logLine('error', { event: 'audit_seal_not_genuine', tenant: store.tenant, seq: seal.seq });
    return [];
  });
  if (macs.length > 0) await store.batch([PUT_MACS.with(JSON.stringify(macs))]);
  const last = seals.at(-1);
  return { seals: seals.length, ...(last && seals.length === SLICE_SEALS && { next: last.seq }) };
}
