import type { Answer } from '../api/query.ts';
import type { Part } from '../view/records-link.ts';
import { Kpi } from './kpi.tsx';

/** A figure of the row whose column is called otherwise than its metric, or has a note. */
export interface NamedKpi {
  column: string;
  metric?: string;
  note?: string;
}

/** The key figures of a page, each with its change and course. */
export function KpiRow(props: {
  columns: readonly (string | NamedKpi)[];
  totals: Answer;
  series?: Answer;
  part?: Part;
}) {
  const { columns, ...answers } = props;
  return (
    <div class="kpis">
      {columns.map((each) => {
        const kpi = typeof each === 'string' ? { column: each } : each;
        return <Kpi key={kpi.column} {...kpi} {...answers} />;
      })}
    </div>
  );
}
