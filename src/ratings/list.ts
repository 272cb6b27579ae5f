import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { evaluate, inputsOf, type MeasureName } from '../query/measures.ts';
import { valuesIn } from '../query/query.ts';
import { runQueries } from '../query/run-queries.ts';
import { type EvaluationItem, type ItemRow, itemOf, nameQueries, namesIn } from './item.ts';
import { type EvaluationPage, inOrder, pageQuery } from './page.ts';

const COUNT_OF_RATING: readonly MeasureName[] = ['rated_1', 'rated_2', 'rated_3', 'rated_4', 'rated_5'];

/**
 * A page of the rated evaluations of stored interactions, and how many there are in all: both as of one
 * moment, in one round trip, the number from rollups.
 */
export async function listEvaluations(
  store: TenantStore,
  tenantZone: string,
  page: EvaluationPage,
  keys: TenantKeys,
): Promise<{ items: EvaluationItem[]; total: number }> {
  const count = COUNT_OF_RATING[(page.rating ?? 0) - 1] ?? 'total_evaluations';
  const metricsQuery = {
    inputs: inputsOf([count]),
    period: page.period,
    filter: {},
    by: { kind: 'total' },
  } as const;
  const { results, extra } = await runQueries(
    store,
    tenantZone,
    [metricsQuery],
    [pageQuery(page), ...nameQueries()],
  );
  const [rows, agents, departments] = extra as [ItemRow[], unknown[], unknown[]];
  const names = namesIn(agents, departments);
  return {
    items: inOrder(await Promise.all(rows.map((row) => itemOf(row, names, store.tenant, keys))), page.order),
    total: evaluate(count, valuesIn(results[0]!)).numerator,
  };
}
