import { statementsIn } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { NotFound } from '../errors.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { type EvaluationItem, ITEM_COLUMNS, type ItemRow, itemOf, nameQueries, namesIn } from './item.ts';

const statement = statementsIn('ratings');

const SELECT_ITEM = statement<ItemRow>(`
  SELECT ${ITEM_COLUMNS}
  FROM evaluations e CROSS JOIN interactions i
  WHERE e.tenant = ?1 AND e.id = ?2 AND e.removed = 0 AND e.attached = 1 AND e.rating IS NOT NULL
    AND i.tenant = ?1 AND i.id = e.interaction_id`);

/** Reads one rated evaluation of a stored interaction in one trip. Throws NotFound for any other id. */
export async function readEvaluation(
  store: TenantStore,
  id: string,
  keys: TenantKeys,
): Promise<EvaluationItem> {
  const [rows, agents, departments] = await store.batch([SELECT_ITEM.with(id), ...nameQueries()]);
  const [row] = rows;
  if (!row) throw new NotFound('No rated evaluation with this id.');
  return itemOf(row, namesIn(agents, departments), store.tenant, keys);
}
