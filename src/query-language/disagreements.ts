import { endsNow, untilNow } from '../query/agent-time-inputs.ts';
import { inputsOfMeasure, type Values } from '../query/measures.ts';
import { cellOf, type Filter, type MetricsQuery, type QueryResult } from '../query/query.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import type { NormalisedQuery } from './normalised-query.ts';

/** What an answer warns of: figures that rest on data which contradict each other. */
export interface AnswerWarning {
  /** The columns that it concerns. */
  metrics: string[];
  message: string;
}

/** Busy time and calls may differ by one part in so many. */
const TOLERANCE = 20;
/** In shorter periods, calls that reach over an end make too much of a difference. */
const LEAST_SECONDS = 86_400;
const MOST_NAMED = 10;
const COMPARABLE: ReadonlySet<string> = new Set(['agent', 'department']);

/**
 * Adds the metrics queries that compare the busy time of agents with their calls to `queries`, if the query asks for
 * what depends on busy time. They read rows that the query reads anyway, as a rule. Returns their positions.
 */
export function addComparison(
  query: NormalisedQuery,
  queries: MetricsQuery[],
): readonly [states: number, calls: number] | undefined {
  const period = untilNow(query.period, query.now);
  const isComparable = Object.keys(query.filter).every((name) => COMPARABLE.has(name));
  if (columnsOf(query).length === 0 || !isComparable || period.end - period.start < LEAST_SECONDS)
    return undefined;
  const by = { kind: 'cells', of: ['agent'], time: { kind: 'total' } } as const;
  const filter: Filter = query.filter;
  const first = queries.push(
    { inputs: ['state_busy_seconds'], period, filter, by },
    { inputs: ['call_seconds'], period, filter, by },
  );
  return [first - 2, first - 1];
}

/** The columns that depend on busy time. */
function columnsOf({ columns }: NormalisedQuery): string[] {
  return columns.metrics
    .filter(({ measure }) => {
      const inputs = inputsOfMeasure(measure);
      return endsNow(inputs) && inputs.includes('state_busy_seconds');
    })
    .map(({ name }) => name);
}

/** An agent whose busy time and calls differ, in seconds. */
interface Difference {
  agent: string;
  busy: number;
  calls: number;
}

/**
 * Warns of agents with both busy time and completed calls, if the two differ by more than 5 % of the larger: then some
 * states or some calls are missing or wrong.
 */
export function warningsOf(
  query: NormalisedQuery,
  states: QueryResult | undefined,
  calls: QueryResult | undefined,
): AnswerWarning[] {
  if (!states || !calls) return [];
  const found = [...states]
    .map(([group, values]) => differenceIn(group, values, calls))
    .filter((each) => each !== undefined)
    .sort((a, b) => Math.abs(b.busy - b.calls) - Math.abs(a.busy - a.calls) || (a.agent < b.agent ? -1 : 1));
  if (found.length === 0) return [];
  const named = found
    .slice(0, MOST_NAMED)
    .map(({ agent, busy, calls: talked }) => `${agent} (${busy} and ${talked})`);
  const more = found.length > MOST_NAMED ? ` and ${found.length - MOST_NAMED} more` : '';
  const message =
    'The busy time of states and the duration of completed calls, in seconds, differ by more than 5 % for ' +
    `${named.join(', ')}${more}. Some states or calls may be missing.`;
  return [{ metrics: columnsOf(query), message }];
}

function differenceIn(group: string, values: Values, calls: QueryResult): Difference | undefined {
  const [agent] = cellOf(group).members;
  const busy = values('state_busy_seconds');
  const talked = calls.get(group)?.('call_seconds') ?? 0;
  if (agent === undefined || agent === null || agent === OTHERS || busy === 0 || talked === 0)
    return undefined;
  const differs = Math.abs(busy - talked) * TOLERANCE > Math.max(busy, talked);
  return differs ? { agent, busy, calls: talked } : undefined;
}
