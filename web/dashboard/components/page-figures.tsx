import type { ComponentChildren } from 'preact';
import { type Answers, isEmpty, type Queries } from '../api/query.ts';
import type { Loaded } from '../api/use-queries.ts';
import { KpiSkeletons } from './kpi.tsx';
import { Figures, Nothing, Skeleton } from './states.tsx';

/** The figures of a page that begins with a row of key figures; of the query `totals`. Without data it says so. */
export function PageFigures<Asked extends Queries>(props: {
  of: Loaded<Asked>;
  /** How many key figures there are, for the places of those that are being loaded. */
  kpis: number;
  children: (answers: Answers<Asked>) => ComponentChildren;
}) {
  const placeholder = (
    <div class="stack">
      <KpiSkeletons count={props.kpis} />
      <Skeleton height="24rem" />
    </div>
  );
  return (
    <Figures of={props.of} placeholder={placeholder}>
      {(answers) => (answers.totals && isEmpty(answers.totals) ? <Nothing /> : props.children(answers))}
    </Figures>
  );
}
