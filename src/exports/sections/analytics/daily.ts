import { type FieldMeasures, type FieldSet, fields } from '../../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../../query/format.ts';
import { valuesIn } from '../../../query/query.ts';
import { bucketsOf } from '../../../time/buckets.ts';
import type { Cell, Section } from '../../section.ts';
import { summed } from '../summed.ts';
import { queryOf, type View } from './view.ts';

const CALLS = fields(HELPDESK_FORMAT, {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  failed_calls: 'failed_calls',
  avg_duration_seconds: 'avg_duration',
  tickets_created: 'tickets_created',
  escalation_count: 'escalation_count',
});

const RESOLUTION = fields(HELPDESK_FORMAT, {
  total: 'conversations',
  resolved: 'resolved',
  ai_resolved: 'ai_resolved',
  human_resolved: 'human_resolved',
  resolution_rate: 'resolution_rate',
});

/** Figures of calls, one row per local day. */
export function summaryByDaySection(view: View): Section {
  return dailySection(view, 'summary_by_day', CALLS);
}

/** Figures of resolution of conversations, one row per local day. */
export function resolutionSection(view: View): Section {
  return dailySection(view, 'resolution', RESOLUTION);
}

/** A single page, because a period has at most a few years of days. */
function dailySection(view: View, name: string, shown: FieldSet<FieldMeasures>): Section {
  return {
    name,
    columns: [
      { name: 'date', type: 'date' },
      ...Object.keys(shown.byField).map((field) => ({ name: field, type: 'number' }) as const),
    ],
    count: async () => bucketsOf(view.period, 'day').length,
    page: async () => ({ rows: await dailyRows(view, shown), next: null }),
  };
}

async function dailyRows(view: View, shown: FieldSet<FieldMeasures>): Promise<Cell[][]> {
  const buckets = bucketsOf(view.period, 'day');
  const query = queryOf(view, shown.measures, { kind: 'buckets', buckets });
  const [byDay = new Map()] = await summed(view, [query]);
  return buckets.map(({ label }) => [label, ...Object.values(shown.format(valuesIn(byDay, label)))]);
}
