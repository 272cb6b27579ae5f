import { formatMeasure, HELPDESK_FORMAT } from '../../../query/format.ts';
import type { MeasureName } from '../../../query/measures.ts';
import { valuesIn } from '../../../query/query.ts';
import { bucketsOf } from '../../../time/buckets.ts';
import type { Overview } from '../../section.ts';
import { figureText } from '../cells.ts';
import { summed } from '../summed.ts';
import { performers } from './performance.ts';
import { queryOf, type View } from './view.ts';

/** The key figures and the chart of a scope. */
export interface OverviewPlan {
  keyFigures: readonly (readonly [label: string, measure: MeasureName])[];
  /** A measure per local day, or for the agents with the most conversations. */
  chart: { title: string; daily: MeasureName } | { title: string; agents: MeasureName };
}

const TOP_AGENTS = 10;

/** Reads the overview of a plan as of one moment; figures of agents are read after it. */
export async function overviewOf(view: View, { keyFigures, chart }: OverviewPlan): Promise<Overview> {
  const buckets = bucketsOf(view.period, 'day');
  const measures = keyFigures.map(([, measure]) => measure);
  const [total = new Map(), byDay = new Map()] = await summed(view, [
    queryOf(view, measures, { kind: 'total' }),
    ...('daily' in chart ? [queryOf(view, [chart.daily], { kind: 'buckets', buckets })] : []),
  ]);
  const points =
    'daily' in chart
      ? buckets.map(({ label }) => ({
          label,
          value: formatMeasure(chart.daily, valuesIn(byDay, label), HELPDESK_FORMAT),
        }))
      : (await performers(view, 'agent')).slice(0, TOP_AGENTS).map(({ name, values }) => ({
          label: name,
          value: formatMeasure(chart.agents, values, HELPDESK_FORMAT),
        }));
  return {
    keyFigures: keyFigures.map(([label, measure]) => ({
      label,
      value: figureText(measure, valuesIn(total), HELPDESK_FORMAT),
    })),
    chart: { title: chart.title, points },
  };
}
