import type { TenantStore } from '../../../db/tenant-store.ts';
import { evaluate, type MeasureName } from '../../../query/measures.ts';
import { type Grouping, valuesIn } from '../../../query/query.ts';
import type { MeasuresQuery } from '../../../query/query-batch.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from '../../../query/ranking.ts';
import { localInstants } from '../../../time/dates.ts';
import type { Period } from '../../../time/period.ts';
import type { Column, Named, SourceContext } from '../../section.ts';
import { namedCell } from '../fact-section.ts';
import { summed } from '../summed.ts';

/** What the sections of one export share. */
export interface View extends SourceContext {
  period: Period;
  names: () => Promise<NameOfMember>;
  /** Formats an instant (seconds UTC) in the time zone of the export. */
  instant: (seconds: number) => string;
}

/** The view of `period`, with dates and instants in its time zone. */
export function viewOf(context: SourceContext, period: Period): View {
  return { ...context, period, names: currentNames(context.store), instant: localInstants(period.zone) };
}

/** The query of these measures in the period. Deadlines are judged at the time of the view. */
export function queryOf(
  { period, now }: View,
  measures: readonly MeasureName[],
  by?: Grouping,
): MeasuresQuery {
  return { measures, period, now, ...(by && { by }) };
}

/** A count over the whole period. */
export async function totalOf(view: View, measure: MeasureName): Promise<number> {
  const [total = new Map()] = await summed(view, [queryOf(view, [measure])]);
  return evaluate(measure, valuesIn(total)).numerator;
}

const TYPES = ['agent', 'department', 'team', 'queue'] as const;
type NamedType = (typeof TYPES)[number];

/** A member by its current name, or by its id if it has none; null if the interaction has no such member. */
export type NameOfMember = (type: NamedType, id: string | undefined) => Named | null;

/** Reads all names once, on first use. */
function currentNames(store: TenantStore): () => Promise<NameOfMember> {
  let dimensionNames: ReadonlyMap<NamedType, DimensionNames> | undefined;
  return async () => {
    dimensionNames ??= await readDimensionNames(store);
    const known = dimensionNames;
    return (type, id) => namedCell(known.get(type), id);
  };
}

async function readDimensionNames(store: TenantStore): Promise<ReadonlyMap<NamedType, DimensionNames>> {
  const parts = await store.batch(TYPES.map(dimensionNamesStatement));
  return new Map(TYPES.map((type, index) => [type, dimensionNamesIn(parts[index] ?? [])]));
}

/** The last column of calls and conversations, if transcripts are included. */
export const TRANSCRIPT_COLUMN: Column = { name: 'transcript', type: 'text' };
