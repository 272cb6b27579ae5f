import { formatMeasure } from '../../query/format.ts';
import { evaluate, type MeasureName, remainder, type Values } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import {
  compareCodePoints,
  dimensionNamesIn,
  dimensionNamesStatement,
  othersAsMember,
  othersLast,
} from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { Cell, Column, Named, Page, Section, SourceContext } from '../section.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { costsByDay, daysAtOnce } from './agents-by-day.ts';
import { REPORT_FORMAT } from './fact-section.ts';

const FIGURES: Readonly<Record<string, MeasureName>> = {
  conversations: 'ended',
  llm: 'llm_cost',
  tts: 'tts_cost',
  stt: 'stt_cost',
  telephony: 'telephony_cost',
  totalUsd: 'total_cost',
};
/** Rows can only be counted by reading them. Done for at most this many pages, normally three months. */
const COUNTED_PAGES = 3;
const COLUMNS: readonly Column[] = [
  { name: 'date', type: 'date' },
  { name: 'agentId', type: 'text' },
  { name: 'agentName', type: 'text' },
  ...Object.keys(FIGURES).map((name) => ({ name, type: 'number' }) as const),
];

/**
 * One row per local day and agent, by date and id. Unless agents are named, each day starts with a row for its
 * interactions without an agent.
 */
export function costSummary(
  context: SourceContext,
  { period, spec }: ExportRequest & { spec: ReportSpec },
): Section {
  const days = bucketsOf(period, 'day').filter(({ start, end }) => start < end);
  const step = daysAtOnce(context, period.zone, spec);

  async function pageFrom(first: number): Promise<Page> {
    const some = days.slice(first, first + step);
    if (some.length === 0) return { rows: [], next: null };
    const { byDay, totals } = await costsByDay(context, period.zone, some, spec);
    const [parts] = await context.store.batch([dimensionNamesStatement('agent')]);
    const names = dimensionNamesIn(parts);
    const rows = some.flatMap(({ label }, index) => {
      const agents = byDay[index] ?? new Map<string, Values>();
      const ofAgents = othersAsMember(agents, names).sort(
        (a, b) => othersLast(a, b) || compareCodePoints(a.id, b.id),
      );
      const rest = remainder(valuesIn(totals, label), agents.values());
      const hasRest = spec.agentIds.length === 0 && evaluate('ended', rest).numerator > 0;
      return [
        ...(hasRest ? [rowOf(label, null, null, rest)] : []),
        ...ofAgents.map(({ id, name, values }) => rowOf(label, id, { name, id }, values)),
      ];
    });
    return { rows, next: first + step < days.length ? [first + step] : null };
  }

  return {
    name: spec.type,
    columns: COLUMNS,
    async count() {
      if (days.length > COUNTED_PAGES * step) return null;
      let count = 0;
      for (let first = 0; first < days.length; first += step) count += (await pageFrom(first)).rows.length;
      return count;
    },
    page: (cursor) => pageFrom(cursor === null ? 0 : Number(cursor[0])),
  };
}

function rowOf(date: string, id: string | null, name: Named | null, figures: Values): Cell[] {
  const shown = Object.values(FIGURES).map((measure) => formatMeasure(measure, figures, REPORT_FORMAT));
  return [date, id, name, ...shown];
}
