import { executeQueries, type QueryContext } from '../query/execute.ts';
import { serviceLevelArguments, serviceLevelOf } from '../query/measures/service-level.ts';
import { statOf, TIMINGS } from '../query/measures/timings.ts';
import { type Fraction, fractionOf, inputsOfMeasure, type Measure, measureNamed } from '../query/measures.ts';
import { type Filter, type MetricsQuery, valuesIn } from '../query/query.ts';
import type { Intervals } from './intervals.ts';

/** What is read to staff a date. */
export interface ContactsQuery {
  /** Null for everything. */
  queue: string | null;
  /** Of which volumes and handle times are read, if any. */
  contacts: Intervals | undefined;
  /** Of which it is read how contacts were answered, if any. */
  answers: Intervals | undefined;
  /** Of which shifts are read. */
  shifts: Intervals;
  /** Whole seconds of the service level. */
  withinSeconds: number;
}

/** The exact figure of an interval by its label; 0, or without a value, if nothing was read of it. */
type Figure = (label: string) => Fraction;

/** What was read. Times are in seconds. */
export interface Contacts {
  offered: Figure;
  handleTime: Figure;
  serviceLevel: Figure;
  speedOfAnswer: Figure;
  /** Absent for a queue, because shifts name none, and if there are no shifts. */
  scheduled?: Figure;
}

const OFFERED = measureNamed('offered');
const HANDLE_TIME = statOf(TIMINGS.handle_time, 'mean');
const SPEED_OF_ANSWER = measureNamed('average_speed_of_answer');
const SCHEDULED = measureNamed('scheduled_seconds');

/**
 * Reads what staffing is computed from, as of one moment and in one trip. Contacts are those that were offered, so inbound
 * ones. Throws as `executeQueries`.
 */
export async function readContacts(
  context: QueryContext,
  { queue, contacts, answers, shifts, withinSeconds }: ContactsQuery,
): Promise<Contacts> {
  const ofQueue: Filter = queue === null ? {} : { queue };
  const serviceLevel: Measure = {
    ...measureNamed('service_level'),
    ...serviceLevelOf(serviceLevelArguments.parse({ seconds: withinSeconds })),
  };
  const queries: MetricsQuery[] = [];
  const ask = (measures: readonly Measure[], of: Intervals | undefined, filter: Filter) => {
    const inputs = [...new Set(measures.flatMap(inputsOfMeasure))];
    if (of) queries.push({ inputs, ...of, filter, by: { kind: 'buckets', buckets: of.buckets } });
    return of && queries.length - 1;
  };
  // Offered contacts are inbound anyway; with this filter the same rows have their handle times, too.
  const handling = ask([OFFERED, HANDLE_TIME], contacts, { ...ofQueue, direction: 'inbound' });
  const answering = ask([serviceLevel, SPEED_OF_ANSWER], answers, ofQueue);
  const working = ask([SCHEDULED], queue === null ? shifts : undefined, {});

  const { results } = queries.length > 0 ? await executeQueries(context, { queries }) : { results: [] };
  const figureIn =
    (position: number | undefined, measure: Measure): Figure =>
    (label) =>
      fractionOf(
        measure,
        valuesIn((position === undefined ? undefined : results[position]) ?? new Map(), label),
      );
  const scheduled = figureIn(working, SCHEDULED);
  const hasShifts = shifts.buckets.some(({ label }) => scheduled(label).numerator > 0);
  return {
    offered: figureIn(handling, OFFERED),
    handleTime: figureIn(handling, HANDLE_TIME),
    serviceLevel: figureIn(answering, serviceLevel),
    speedOfAnswer: figureIn(answering, SPEED_OF_ANSWER),
    ...(hasShifts && { scheduled }),
  };
}
