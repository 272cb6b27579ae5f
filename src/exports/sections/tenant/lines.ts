import { gt, sql } from '../../../db/expressions.ts';
import {
  apiKeys,
  auditLog,
  dashboards,
  metrics,
  serviceLevelFreezes,
  serviceLevelPolicies,
} from '../../../db/schema.ts';
import { type Inputs, queriesIn } from '../../../db/tenant-queries.ts';
import { SELECT_TENANT, settingsOf } from '../../../tenants/settings.ts';
import { isoInstant } from '../../../time/dates.ts';
import type { Cursor, Overview, Section, SourceContext } from '../../section.ts';

/** The lines after `cursor`, or the first ones if it is null: objects in the order of a key. */
export type Lines = (
  cursor: Cursor | null,
) => Promise<{ lines: readonly Readonly<Record<string, unknown>>[]; next: Cursor | null }>;

/** A section with one column, in which each line is a JSON text. Counting lines would cost as much as reading them. */
export function linesSection(name: string, lines: Lines): Section {
  return {
    name,
    columns: [{ name: 'line', type: 'plain' }],
    count: async () => null,
    async page(cursor) {
      const page = await lines(cursor);
      return { rows: page.lines.map((line) => [JSON.stringify(line)]), next: page.next };
    },
  };
}

/** The key of the last row of a full page; null if the page was not full and therefore the last. */
export function cursorAfter<Row>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => Cursor,
): Cursor | null {
  const last = rows.length === limit ? rows.at(-1) : undefined;
  return last === undefined ? null : keyOf(last);
}

/** These files are never PDF. */
export const emptyOverview: Overview = { keyFigures: [], chart: null };

const queries = queriesIn('exports');

const ROWS = 500;

/** Columns are listed, so that no secret is exported. */
const SELECT_KEYS = queries.select(apiKeys, ({ after }: Inputs<{ after: string }>) => ({
  columns: {
    id: apiKeys.id,
    name: apiKeys.name,
    scopes: apiKeys.scopes,
    created_at: apiKeys.created_at,
    expires_at: apiKeys.expires_at,
    last_used_at: apiKeys.last_used_at,
  },
  where: gt(apiKeys.id, after),
  orderBy: [apiKeys.id],
  limit: ROWS,
}));
const SELECT_METRICS = queries.select(metrics, () => ({
  columns: { name: metrics.name, body: metrics.body },
  orderBy: [metrics.name],
}));
const SELECT_DASHBOARDS = queries.select(dashboards, () => ({ orderBy: [dashboards.id] }));
const SELECT_POLICIES = queries.select(serviceLevelPolicies, () => ({
  orderBy: [serviceLevelPolicies.scope, serviceLevelPolicies.member, serviceLevelPolicies.effective_at],
}));
const SELECT_FREEZES = queries.select(serviceLevelFreezes, () => ({
  orderBy: [serviceLevelFreezes.closed_before],
}));
const SELECT_ENTRIES = queries.select(auditLog, ({ at, id }: Inputs<{ at: number; id: string }>) => ({
  where: sql`(${auditLog.at}, ${auditLog.id}) > (${at}, ${id})`,
  orderBy: [auditLog.at, auditLog.id],
  limit: ROWS,
}));

/** The tenant's row, as stored, and its attributes and calendars as they are sent. */
export function settingsLines({ store }: SourceContext): Lines {
  return async () => {
    const [rows] = await store.batch([SELECT_TENANT.with()]);
    const lines = rows.flatMap(({ calendars: _calendars, attributes: _attributes, ...settings }, index) => [
      { export: 'settings', ...settings },
      ...settingsOf(rows[index]!).attributes.map((attribute) => ({ export: 'attribute', ...attribute })),
      ...[...settingsOf(rows[index]!).calendars].map(([id, { timeZone: time_zone, ...hours }]) => ({
        export: 'calendar',
        id,
        time_zone,
        ...hours,
      })),
    ]);
    return { lines, next: null };
  };
}

/** API keys: their names and scopes, never the secret or its hash. */
export function keyLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_KEYS.with({ after: String(cursor?.[0] ?? '') })]);
    const lines = rows.map(({ scopes, created_at, expires_at, last_used_at, ...key }) => ({
      export: 'api_key',
      ...key,
      scopes: JSON.parse(scopes),
      created_at: isoInstant(created_at),
      expires_at: expires_at === null ? null : isoInstant(expires_at),
      last_used_at: last_used_at === null ? null : isoInstant(last_used_at),
    }));
    return { lines, next: cursorAfter(rows, ROWS, ({ id }) => [id]) };
  };
}

/** The metrics that the tenant has defined; there are few. */
export function metricLines({ store }: SourceContext): Lines {
  return async () => {
    const [rows] = await store.batch([SELECT_METRICS.with()]);
    const lines = rows.map(({ name, body }) => ({ export: 'metric', name, ...JSON.parse(body) }));
    return { lines, next: null };
  };
}

/** The dashboards that people of the tenant have made; there are few. */
export function dashboardLines({ store }: SourceContext): Lines {
  return async () => {
    const [rows] = await store.batch([SELECT_DASHBOARDS.with()]);
    const lines = rows.map(({ tenant: _tenant, tiles, created_at, changed_at, ...row }) => ({
      export: 'dashboard',
      ...row,
      tiles: JSON.parse(tiles),
      created_at: isoInstant(created_at),
      changed_at: isoInstant(changed_at),
    }));
    return { lines, next: null };
  };
}

/** The versions of service-level policies, and what closed days to new ones; there are few. */
export function serviceLevelLines({ store }: SourceContext): Lines {
  return async () => {
    const [policies, freezes] = await store.batch([SELECT_POLICIES.with(), SELECT_FREEZES.with()]);
    const versions = policies.map(
      ({ id, scope, member, effective_from, effective_at, body, created_at }) => ({
        export: 'service_level_policy',
        ...{
          id,
          ...JSON.parse(body),
          applies_to: scope === 'all' ? scope : { [scope]: member },
          effective_from,
        },
        effective_at: isoInstant(effective_at),
        created_at: isoInstant(created_at),
      }),
    );
    const closed = freezes.map(({ through, frozen_at }) => ({
      export: 'service_level_freeze',
      through,
      frozen_at: isoInstant(frozen_at),
    }));
    return { lines: [...versions, ...closed], next: null };
  };
}

/** The audit log, oldest first. */
export function auditLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([
      SELECT_ENTRIES.with({ at: Number(cursor?.[0] ?? -1), id: String(cursor?.[1] ?? '') }),
    ]);
    const lines = rows.map(({ tenant: _tenant, at, details, ...entry }) => ({
      export: 'audit_entry',
      at: isoInstant(at),
      ...entry,
      details: JSON.parse(details),
    }));
    return { lines, next: cursorAfter(rows, ROWS, ({ at, id }) => [at, id]) };
  };
}
