import type { Holding } from '../../privacy/erasure/holding.ts';
import type { OpenSource } from '../section.ts';
import type { QuerySpec } from '../spec.ts';
import { type Answered, answered } from './query/answered.ts';
import { queryOverview } from './query/overview.ts';
import { querySection } from './query/section.ts';

/** Rows are sums over members of dimensions, none of which is a customer. */
export const QUERY_HOLDS: Holding = 'figures';

/** The rows of a query: one table. They are read once per slice, on first use. */
export const querySource: OpenSource<QuerySpec> = (context, { spec }) => {
  let reading: Promise<Answered> | undefined;
  const answer = (): Promise<Answered> => {
    reading ??= answered(context, spec.query);
    return reading;
  };
  return {
    title: 'Query',
    layout: 'rows',
    sections: [{ ...querySection(spec, answer), holds: QUERY_HOLDS }],
    overview: async () => queryOverview(await answer()),
  };
};
