import { plainCell, type Source } from '../../../src/exports/section.ts';
import { sourceOf } from '../../../src/exports/sections/registry.ts';
import { type ExportSpec, REPORT_FIELDS, type ReportSpec } from '../../../src/exports/spec.ts';
import { resolvePeriod } from '../../../src/time/period.ts';
import { contextOf } from '../../support/context.ts';
import { nowSeconds, type TestTenant } from '../../support/tenant.ts';

/** First and last local date, and a zone where it is not the tenant's. */
export interface Dates {
  from: string;
  to: string;
  tz?: string;
}

/** The source of an export as its job opens it. */
export function opened(
  tenant: TestTenant,
  spec: ExportSpec,
  { from, to, tz }: Dates,
  store = tenant.store,
): Source {
  const now = nowSeconds();
  const period = resolvePeriod({
    from,
    to,
    tz,
    tenantZone: tenant.settings.timeZone,
    now,
    defaultDays: 30,
    names: { from: 'from', to: 'to' },
  });
  return sourceOf(contextOf(tenant, { store, now }), { spec, format: 'csv', from, to, period });
}

/** A report of all agents, channels and fields unless told. */
export function report(type: ReportSpec['type'], fields: Partial<ReportSpec> = {}): ReportSpec {
  return { kind: 'report', type, agentIds: [], includeFields: REPORT_FIELDS, ...fields };
}

/** A cell as CSV and JSON show it. */
type PlainCell = ReturnType<typeof plainCell>;

/** All rows of a source's only section, how many it promised, and how many rows each page had. */
export async function rowsOf(
  source: Source,
): Promise<{ rows: PlainCell[][]; count: number | null; pages: number[] }> {
  const [section, ...others] = source.sections;
  if (!section || others.length > 0) throw new Error('One section was expected.');
  const rows: PlainCell[][] = [];
  const pages: number[] = [];
  let next: readonly (string | number)[] | null = null;
  do {
    // As a job does: the cursor is kept as JSON.
    const page = await section.page(next === null ? null : JSON.parse(JSON.stringify(next)));
    rows.push(...page.rows.map((cells) => cells.map(plainCell)));
    pages.push(page.rows.length);
    next = page.next;
  } while (next !== null);
  return { rows, count: await section.count(), pages };
}

/** The rows as records by column. */
export async function recordsOf(source: Source): Promise<Record<string, PlainCell>[]> {
  const { rows } = await rowsOf(source);
  const columns = source.sections[0]?.columns ?? [];
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])));
}
