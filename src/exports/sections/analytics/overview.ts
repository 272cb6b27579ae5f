import type { MeasureName } from '../../../query/measures.ts';
import { HELPDESK_STYLE, present } from '../../../query/format.ts';
import { figuresOf } from '../../../query/query.ts';
import { bucketsOf } from '../../../time/buckets.ts';
import type { Overview } from '../../document.ts';
import { figureText } from '../figure-text.ts';
import { summed } from '../summed.ts';
import { performers } from './performance.ts';
import { questionOf, type View } from './view.ts';

/** What a printed page shows of a scope. */
export interface OverviewPlan {
  keyFigures: readonly (readonly [label: string, measure: MeasureName])[];
  /** A measure of every local day, or of the agents with most conversations. */
  chart: { title: string; daily: MeasureName } | { title: string; agents: MeasureName };
}

const TOP_AGENTS = 10;

/** The overview that a plan describes, as of one moment; of agents, theirs is read after. */
export async function overviewOf(view: View, { keyFigures, chart }: OverviewPlan): Promise<Overview> {
  const buckets = bucketsOf(view.period, 'day');
  const measures = keyFigures.map(([, measure]) => measure);
  const [total = new Map(), byDay = new Map()] = await summed(view, [
    questionOf(view, measures, { kind: 'total' }),
    ...('daily' in chart ? [questionOf(view, [chart.daily], { kind: 'buckets', buckets })] : []),
  ]);
  const points =
    'daily' in chart
      ? buckets.map(({ label }) => ({
          label,
          value: present(chart.daily, figuresOf(byDay, label), HELPDESK_STYLE),
        }))
      : (await performers(view, 'agent')).slice(0, TOP_AGENTS).map(({ name, figures }) => ({
          label: name,
          value: present(chart.agents, figures, HELPDESK_STYLE),
        }));
  return {
    keyFigures: keyFigures.map(([label, measure]) => ({
      label,
      value: figureText(measure, figuresOf(total), HELPDESK_STYLE),
    })),
    chart: { title: chart.title, points },
  };
}
