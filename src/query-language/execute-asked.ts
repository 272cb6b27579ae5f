import { Unprocessable } from '../errors.ts';
import { executeQueries, type QueryContext } from '../query/execute.ts';
import type { MetricsQuery, QueryResult } from '../query/query.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from '../query/ranking.ts';
import { TooManyFacts } from '../query/snapshot.ts';
import { type DimensionName, isNamedDimension, recordNaming } from '../rollups/dimensions.ts';
import type { ServiceContext } from '../service-context.ts';
import type { NamesByDimension } from './answer.ts';
import { requireFewReads, requireFewReadsTogether } from './bounded-reads.ts';
import { type AnswerWarning, addComparison, warningsOf } from './disagreements.ts';
import { beyondFacts } from './nearest.ts';
import type { AskingContext } from './normalise.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { builtRollups, type PlanKind, planKind, planned } from './planned.ts';
import { addReads, positionsOf, type Reads } from './reads.ts';

/** What executing queries needs. */
export type ExecutionContext = Pick<ServiceContext, 'store' | 'tenant' | 'keys' | 'now'> &
  Pick<AskingContext, 'own' | 'policies'> & { seen?: NonNullable<QueryContext['seen']> };

/** What a query has read: its results are at the positions of its reads. */
export interface Executed {
  reads: Reads;
  results: readonly QueryResult[];
  names: NamesByDimension;
  plan: PlanKind;
  warnings: AnswerWarning[];
  /** When the results change without any new record, seconds UTC; Infinity for never. */
  validUntil: number;
}

/**
 * Reads what queries by name need, as of one moment and in one trip. Throws Unprocessable, with the nearest queries that
 * are served, if they would read too much, Unavailable while rollups are rebuilt.
 */
export async function executeAsked(
  context: ExecutionContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
): Promise<Map<string, Executed>> {
  const { queries, reads, comparisons } = await boundedReads(context, asked);
  const named = [...new Set([...asked.values()].flatMap(({ columns }) => columns.members))].filter(
    isNamedDimension,
  );
  const extra = named.map((dimension) => dimensionNamesStatement(recordNaming(dimension)));
  const executed = await executeQueries(context, { queries, extra }).catch((error: unknown) => {
    throw error instanceof TooManyFacts ? refusalOf(context, asked, error.message) : error;
  });
  const names: NamesByDimension = new Map(
    named.map((dimension, index): [DimensionName, DimensionNames] => [
      dimension,
      dimensionNamesIn(executed.extra[index]!),
    ]),
  );
  const { results, sources } = executed;
  return new Map(
    reads.map(([name, own]) => {
      const positions = positionsOf(own);
      const plan = planKind(positions.map((position) => sources[position]!));
      const validUntil = Math.min(...positions.map((position) => executed.validUntil[position]!));
      const [states, calls] = (comparisons.get(name) ?? []).map((position) => results[position]);
      const warnings = warningsOf(asked.get(name)!, states, calls);
      return [name, { reads: own, results, names, plan, warnings, validUntil }];
    }),
  );
}

/**
 * Throws Unprocessable, as `executeAsked` does, if queries by name are planned to read more than one request may. Reads
 * no figures, so it does not notice how many facts there are.
 */
export async function requireBoundedReads(
  context: ExecutionContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
): Promise<void> {
  await boundedReads(context, asked);
}

async function boundedReads(context: ExecutionContext, asked: ReadonlyMap<string, NormalisedQuery>) {
  const queries: MetricsQuery[] = [];
  const reads = [...asked].map(
    ([name, query]) => [name, addReads(query, queries, context.tenant.timeZone)] as const,
  );
  const comparisons = new Map([...asked].map(([name, query]) => [name, addComparison(query, queries)]));
  for (const [name, query] of asked) requireFewReads(context, { name, query });
  await requireFewReadsTogether(context, queries);
  return { queries, reads, comparisons };
}

/** Names the query that has too many facts: the first one that is read from them. */
function refusalOf(
  context: ExecutionContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
  reason: string,
): Unprocessable {
  const rollups = builtRollups(context.tenant);
  const found = [...asked].find(([, query]) => planned(query, rollups).plan !== 'rollups');
  if (!found) return new Unprocessable(reason);
  const [name, query] = found;
  return beyondFacts(context, { name, query, reason });
}
