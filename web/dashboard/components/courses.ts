import { useMemo } from 'preact/hooks';
import type { Answer, Cell, Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { useView } from '../view/use-view.tsx';
import { grainOf } from '../view/view.ts';

/** Most rows of one query, and most queries of one request. */
const MOST_ROWS = 1_000;
const MOST_QUERIES = 10;
/** `grainOf` has at most so many buckets: 62 days. */
const MOST_BUCKETS = 62;

/** Values by bucket of time, by member. A bucket without a row has no value. */
export type Courses = ReadonlyMap<string | null, readonly (Cell | undefined)[]>;

/**
 * The course of one metric for each of the members, in as few queries as their rows need; empty until they are there.
 * Members beyond the first 160 have none. `of` is the query of the table, for its period and filters.
 */
export function useCourses(
  of: Query,
  dimension: string,
  metric: string,
  members: readonly (string | null)[],
): Courses {
  const { view } = useView();
  const { period, time_zone, filters = [] } = of;
  const each = Math.floor(MOST_ROWS / MOST_BUCKETS);
  const queries: Record<string, Query> = {};
  for (let first = 0; first < members.length && first < each * MOST_QUERIES; first += each) {
    queries[`from_${first}`] = {
      metrics: [metric],
      dimensions: [dimension, `time:${grainOf(view)}`],
      filters: [...filters, { dimension, in: members.slice(first, first + each) }],
      ...(period && { period }),
      ...(time_zone && { time_zone }),
      limit: MOST_ROWS,
    };
  }
  const { answers } = useQueries(queries);
  return useMemo(() => {
    const courses = new Map<string | null, (Cell | undefined)[]>();
    for (const answer of Object.values(answers ?? {})) addCourses(courses, answer);
    return courses;
  }, [answers]);
}

function addCourses(courses: Map<string | null, (Cell | undefined)[]>, { columns, rows }: Answer): void {
  const member = columns.find(({ kind }) => kind === 'dimension')?.name ?? '';
  const metric = columns.find(({ kind }) => kind === 'metric')?.name ?? '';
  const times = [...new Set(rows.map((row) => String(row.time)))].sort();
  const places = new Map(times.map((time, place) => [time, place]));
  for (const row of rows) {
    const id = typeof row[member] === 'string' ? row[member] : null;
    const course = courses.get(id) ?? times.map(() => undefined);
    course[places.get(String(row.time))!] = row[metric];
    courses.set(id, course);
  }
}
