import { BOUNDS } from '../bounds.ts';
import { Unprocessable } from '../errors.ts';
import { plannedCost } from '../query/planned-cost.ts';
import type { MetricsQuery } from '../query/query.ts';
import { SELECT_STATE } from '../rollups/state.ts';
import type { ServiceContext } from '../service-context.ts';
import { beyondFacts } from './nearest.ts';
import type { AskingContext } from './normalise.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { builtRollups, planned } from './planned.ts';

const MOST_READS = BOUNDS.queryReads.value;
const MOST_FACTS = BOUNDS.queryFacts.value;

/**
 * Throws Unprocessable, with the nearest queries that are served, if a query is planned to read more rows than one
 * request may. `name` is empty for a query by itself.
 */
export function requireFewReads(
  context: AskingContext,
  { name, query }: { name: string; query: NormalisedQuery },
): void {
  const { rows } = planned(query, builtRollups(context.tenant));
  if (rows <= MOST_READS) return;
  const reason =
    `The query would read ${shown(rows)} rows; at most ${shown(MOST_READS)} are read. ` +
    'Ask for a shorter period, or filter by fewer members.';
  const details = { rows_planned: rows, rows_allowed: MOST_READS };
  throw beyondFacts(context, { name, query, reason, details });
}

/**
 * Throws Unprocessable if what the queries of one request read together is more than one request may. Rows and facts
 * that several of them need count once. Only if many facts would be read, the state of the rollups is read first: the
 * tenant may have combinations that answer the queries.
 */
export async function requireFewReadsTogether(
  { store, tenant }: Pick<ServiceContext, 'store' | 'tenant'>,
  queries: readonly MetricsQuery[],
): Promise<void> {
  const planned = plannedCost(queries, builtRollups(tenant));
  if (planned.rows > MOST_READS) throw tooMany(planned.rows, 'rows', MOST_READS);
  if (planned.facts <= MOST_FACTS) return;
  const [[state]] = await store.batch([SELECT_STATE.with()]);
  const { facts } = plannedCost(queries, state!);
  if (facts > MOST_FACTS) throw tooMany(facts, 'facts', MOST_FACTS);
}

function tooMany(planned: number, what: 'rows' | 'facts', allowed: number): Unprocessable {
  return new Unprocessable(
    `The queries of this request would together read up to ${shown(planned)} ${what}; at most ${shown(allowed)} are ` +
      'read for one request. Send fewer queries at once, or ask for shorter or the same periods.',
    { [`${what}_planned`]: planned, [`${what}_allowed`]: allowed },
  );
}

function shown(count: number): string {
  return count.toLocaleString('en-US');
}
