import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { formatCount } from '../query/format.ts';
import type { MeasureName } from '../query/measures.ts';
import { runQueries } from '../query/query-batch.ts';
import { type EvaluationItem, type ItemRow, itemOf } from './item.ts';
import { type EvaluationPage, inOrder, pageQuery } from './page.ts';

const COUNT_OF_RATING: readonly MeasureName[] = ['rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5'];

/**
 * A page of the rated evaluations of stored interactions, and their total number. Both are of one moment, in one trip;
 * the total is read from rollups.
 */
export async function listEvaluations(
  store: TenantStore,
  tenantZone: string,
  page: EvaluationPage,
  keys: TenantKeys,
): Promise<{ items: EvaluationItem[]; total: number }> {
  const count = COUNT_OF_RATING[(page.rating ?? 0) - 1] ?? 'total_evaluations';
  const { total, rows, agents, departments } = await runQueries(
    { store, tenant: { timeZone: tenantZone } },
    {
      total: { measures: [count], period: page.period },
      rows: { statements: [pageQuery(page)] },
      agents: { namesOf: 'agent' },
      departments: { namesOf: 'department' },
    },
  );
  const names = { agents, departments };
  const found = rows.rows[0] as ItemRow[];
  return {
    items: inOrder(await Promise.all(found.map((row) => itemOf(row, names, store.tenant, keys))), page.order),
    total: formatCount(count, total),
  };
}
