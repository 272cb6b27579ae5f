import { type Answer, type Cell, courseOf, type Unit } from '../api/query.ts';
import { showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';
import { type Part, recordsView } from '../view/records-link.ts';
import { useView } from '../view/use-view.tsx';
import { Change } from './change.tsx';
import { MetricName } from './metric-name.tsx';
import { Sparkline } from './sparkline.tsx';
import { Skeleton } from './states.tsx';

/** The unit of a column of an answer. */
export function unitOf(answer: Answer, column: string): Unit | undefined {
  return answer.columns.find(({ name }) => name === column)?.unit;
}

/**
 * One figure with its change and its course. `totals` has the figure and its earlier value, `series` a row per bucket.
 * `metric` is the name in the catalogue if the column is called otherwise.
 */
export function Kpi(props: {
  column: string;
  metric?: string;
  totals: Answer;
  series?: Answer;
  note?: string;
  /** The members that the figure is of, beside the filters of the view. */
  part?: Part;
}) {
  const { column, totals, series, part } = props;
  const metric = props.metric ?? column;
  const { view, link } = useView();
  const locale = useLocale();
  const unit = unitOf(totals, column);
  const show = (value: Cell | undefined) => showValue(value, unit, locale);
  const value = totals.rows[0]?.[column];
  const before = totals.previous?.[0]?.[column];
  const change = totals.change?.[0]?.[column];
  return (
    <article class="kpi">
      <p class="small soft">
        <MetricName metric={metric} />
      </p>
      <p class="figure">
        <a href={link(recordsView(view, metric, part))}>{show(value)}</a>
      </p>
      <Change
        metric={metric}
        fraction={typeof change === 'number' ? change : null}
        {...(typeof before === 'number' && { before: show(before) })}
      />
      {props.note && <p class="small soft">{props.note}</p>}
      {series && <Sparkline values={courseOf(series, column)} />}
    </article>
  );
}

/** The places of `count` figures that are being loaded. */
export function KpiSkeletons({ count }: { count: number }) {
  return (
    <div class="kpis">
      {Array.from({ length: count }, (_, place) => (
        <Skeleton key={place} height="8.75rem" />
      ))}
    </div>
  );
}
