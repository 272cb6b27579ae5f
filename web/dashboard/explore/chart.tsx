import type { Answer, Row } from '../api/query.ts';
import { Bars } from '../components/bars.tsx';
import { HeatMap } from '../components/heat-map.tsx';
import { unitOf } from '../components/kpi.tsx';
import { LineChart, type Series } from '../components/line-chart.tsx';
import { showBucket } from '../format/time.ts';
import { showValue } from '../format/value.ts';
import { EXPLORE } from '../messages/explore.ts';
import { useLocale, useTexts } from '../messages/language.ts';

interface Charted {
  answer: Answer;
  columns: readonly { column: string; label: string }[];
  grain: string | undefined;
  /** Dimensions other than time. */
  dimensions: readonly string[];
  nameOf(row: Row, dimension: string): string;
}

const MOST_BARS = 20;
const MOST_LINES = 6;

/** Whether an answer has a shape that a chart can show. */
export function isCharted({ grain, dimensions }: Pick<Charted, 'grain' | 'dimensions'>): boolean {
  if (grain === 'weekday_hour') return dimensions.length === 0;
  return grain ? dimensions.length <= 1 : dimensions.length === 1;
}

/** Lines over time, bars by one dimension, or a heat map by weekday and hour. */
export function Chart(charted: Charted) {
  const { answer, columns, grain, nameOf, dimensions } = charted;
  const locale = useLocale();
  const [first] = columns;
  const [dimension] = dimensions;
  if (!first) return null;
  const { column, label } = first;
  if (grain === 'weekday_hour') return <HeatMap answer={answer} column={column} title={label} />;
  if (grain) return <Lines {...charted} />;
  if (!dimension) return null;
  const shown = answer.rows.slice(0, MOST_BARS);
  return (
    <>
      <p class="soft small">{label}</p>
      <Bars
        bars={shown.map((row) => ({
          key: String(row[dimension]),
          name: nameOf(row, dimension),
          value: typeof row[column] === 'number' ? row[column] : 0,
          shown: showValue(row[column], unitOf(answer, column), locale),
        }))}
      />
    </>
  );
}

function Lines({ answer, columns, grain = 'day', dimensions, nameOf }: Charted) {
  const texts = useTexts(EXPLORE);
  const locale = useLocale();
  const [first] = columns;
  const [dimension] = dimensions;
  const times = [...new Set(answer.rows.map((row) => String(row.time)))].sort(inTime);
  const labels = times.map((time) => showBucket(time, grain, locale));
  const unit = unitOf(answer, first!.column);
  const at = (rows: readonly Row[], column: string) => {
    const byTime = new Map(rows.map((row) => [String(row.time), row[column]]));
    return times.map((time) => byTime.get(time));
  };
  const series: Series[] = dimension
    ? membersIn(answer, dimension).map((member) => {
        const rows = answer.rows.filter((row) => row[dimension] === member);
        return { name: nameOf(rows[0]!, dimension), values: at(rows, first!.column) };
      })
    : columns
        .filter(({ column }) => unitOf(answer, column) === unit)
        .map(({ column, label }) => ({ name: label, values: at(answer.rows, column) }));
  const before = answer.previous;
  if (!dimension && before) {
    const previous = new Map(answer.rows.map((row, place) => [String(row.time), before[place]]));
    const values = times.map((time) => previous.get(time)?.[first!.column]);
    series.push({ name: `${first!.label}, ${texts.before}`, values, isBefore: true });
  }
  return (
    <>
      {dimension && <p class="soft small">{first!.label}</p>}
      <LineChart title={first!.label} labels={labels} unit={unit} series={series} />
    </>
  );
}

/** The first members of an answer, in its order. */
function membersIn(answer: Answer, dimension: string) {
  return [...new Set(answer.rows.map((row) => row[dimension]))].slice(0, MOST_LINES);
}

/** Hours of the day are numbers, everything else sorts as text. */
function inTime(a: string, b: string): number {
  return a.length < 3 && b.length < 3 ? Number(a) - Number(b) : a < b ? -1 : 1;
}
