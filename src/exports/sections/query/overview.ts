import { GRAINS_OF_DAYS } from '../../../catalogue/grains.ts';
import { QUERY_FORMAT } from '../../../query/format.ts';
import type { MetricColumn } from '../../../query-language/columns.ts';
import { labelOf } from '../../../rollups/dimensions.ts';
import type { Chart, Overview } from '../../section.ts';
import { valueText } from '../fact-section.ts';
import type { Answered } from './answered.ts';

const CHART_MEMBERS = 10;

/** The totals of a query, and a chart of its first metric if it has one dimension: dates or members. */
export async function queryOverview(answer: Answered): Promise<Overview> {
  const totals = await answer.totals();
  return {
    keyFigures: answer.query.columns.metrics.map((column) => ({
      label: labelOfColumn(column),
      value: valueText(totals[column.name] ?? null, column.measure.unit, QUERY_FORMAT),
    })),
    chart: chartOf(answer),
  };
}

function chartOf({ query, rows, shown }: Answered): Chart | null {
  const { dimensions, members, grain, metrics } = query.columns;
  const [first] = metrics;
  if (!first || dimensions.length !== 1) return null;
  const counts = first.measure.unit === 'count';
  const label = labelOfColumn(first);
  const valueIn = (row: ReturnType<typeof shown>) => row[first.name] as number | null;
  if (grain !== undefined) {
    if (!GRAINS_OF_DAYS.includes(grain)) return null;
    const inTime = [...rows].sort((a, b) => a.place - b.place).map(shown);
    const points = inTime.map((row) => ({ label: String(row.time), value: valueIn(row) }));
    return { title: `${label} by ${grain}`, counts, points };
  }
  const [dimension] = members;
  const known = rows.filter((row) => row.members[0] !== null);
  const points = known.slice(0, CHART_MEMBERS).map((row) => {
    const values = shown(row);
    const id = String(values[dimension!]);
    return { label: { id, name: String(values[`${dimension}_name`] ?? id) }, value: valueIn(values) };
  });
  const some = known.length > points.length ? `, first ${points.length} of ${known.length}` : '';
  return { title: `${label} by ${labelOf(dimension!).toLowerCase()}${some}`, counts, points };
}

function labelOfColumn({ name, metric }: MetricColumn): string {
  return name === metric.name ? metric.label : name;
}
