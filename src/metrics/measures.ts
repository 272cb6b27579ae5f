import type { LeafName } from '../rollups/leaves.ts';
import type { Exact } from './exact.ts';
import type { SpecialTerm } from './special-terms.ts';

export type Term = LeafName | SpecialTerm;

/** A weighted sum of leaves. */
export type Terms = Readonly<Partial<Record<Term, number>>>;

export type Unit = 'count' | 'rate' | 'seconds' | 'rating';

/** A figure with its one definition, whatever route shows it: `over` / `under`, finished once after summing. */
export interface Measure {
  readonly unit: Unit;
  readonly description: string;
  readonly over: Terms;
  /** Absent for counts and sums: their denominator is 1. */
  readonly under?: Terms;
}

/** Sums of leaves, by name. */
export type Figures = (term: Term) => number;

const RATED: Terms = { rated_1: 1, rated_2: 1, rated_3: 1, rated_4: 1, rated_5: 1 };

export const MEASURES = {
  total_calls: { unit: 'count', description: 'Ended calls.', over: { calls: 1 } },
  completed_calls: { unit: 'count', description: 'Calls that were completed.', over: { calls_completed: 1 } },
  missed_calls: {
    unit: 'count',
    description: 'Calls that nobody answered, or that the customer left before an answer.',
    over: { calls_missed: 1 },
  },
  cancelled_calls: {
    unit: 'count',
    description: 'Calls that were cancelled or failed.',
    over: { calls_cancelled: 1 },
  },
  completion_rate: {
    unit: 'rate',
    description: 'Share of ended calls that were completed.',
    over: { calls_completed: 1 },
    under: { calls: 1 },
  },
  total_duration: {
    unit: 'seconds',
    description: 'Handle time of completed calls, summed.',
    over: { call_seconds: 1 },
  },
  avg_duration: {
    unit: 'seconds',
    description: 'Mean handle time of completed calls that have one.',
    over: { call_seconds: 1 },
    under: { calls_timed: 1 },
  },
  avg_wait_time: {
    unit: 'seconds',
    description: 'Mean wait of completed calls that have one.',
    over: { call_wait_seconds: 1 },
    under: { calls_waited: 1 },
  },
  call_avg_rating: {
    unit: 'rating',
    description: 'Mean rating of calls, by when it was given.',
    over: { call_rating_sum: 1 },
    under: { call_ratings: 1 },
  },
  call_satisfaction_rate: {
    unit: 'rate',
    description: 'Share of ratings of calls that are 4 or 5.',
    over: { call_ratings_positive: 1 },
    under: { call_ratings: 1 },
  },
  total_customers: {
    unit: 'count',
    description: 'Distinct customers among the calls.',
    over: { distinct_customers: 1 },
  },
  new_customers: {
    unit: 'count',
    description: 'Customers whose first ever call started in the period.',
    over: { new_customers: 1 },
  },
  total_evaluations: { unit: 'count', description: 'Evaluations with a rating.', over: RATED },
  average_rating: {
    unit: 'rating',
    description: 'Mean rating.',
    over: { rated_1: 1, rated_2: 2, rated_3: 3, rated_4: 4, rated_5: 5 },
    under: RATED,
  },
  with_comments: {
    unit: 'count',
    description: 'Evaluations with a rating and a comment.',
    over: { rated_commented: 1 },
  },
  satisfaction_rate: {
    unit: 'rate',
    description: 'Share of ratings that are 4 or 5.',
    over: { rated_4: 1, rated_5: 1 },
    under: RATED,
  },
  rated_1: { unit: 'count', description: 'Ratings of 1.', over: { rated_1: 1 } },
  rated_2: { unit: 'count', description: 'Ratings of 2.', over: { rated_2: 1 } },
  rated_3: { unit: 'count', description: 'Ratings of 3.', over: { rated_3: 1 } },
  rated_4: { unit: 'count', description: 'Ratings of 4.', over: { rated_4: 1 } },
  rated_5: { unit: 'count', description: 'Ratings of 5.', over: { rated_5: 1 } },
} satisfies Record<string, Measure>;

export type MeasureName = keyof typeof MEASURES;

/** A measure's declaration by name. */
export function measureNamed(name: MeasureName): Measure {
  return MEASURES[name];
}

/** The leaves that measures are made of, each once. */
export function termsOf(names: readonly MeasureName[]): Term[] {
  const terms = new Set<Term>();
  for (const name of names) {
    const { over, under } = measureNamed(name);
    for (const term of Object.keys({ ...over, ...under })) terms.add(term as Term);
  }
  return [...terms];
}

/** The exact value of a measure over summed leaves. */
export function finish(name: MeasureName, figures: Figures): Exact {
  const { over, under } = measureNamed(name);
  return { numerator: sum(over, figures), denominator: under ? sum(under, figures) : 1 };
}

function sum(terms: Terms, figures: Figures): number {
  return Object.entries(terms).reduce((total, [term, weight]) => total + weight * figures(term as Term), 0);
}
