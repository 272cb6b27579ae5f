import { type AuditedContext, auditParams, auditWhere, insertEntryWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { and, eq, sql } from '../db/expressions.ts';
import { metrics } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Conflict, NotFound } from '../errors.ts';
import { baseMeasureNamed } from '../rollups/base-measures.ts';
import { checkedChange, checkedDefinition, type MetricChange, type SentMetric } from './check-definition.ts';
import type { Metric } from './metric.ts';
import { findMetric } from './metrics.ts';
import { metricOf, type OwnMetric } from './own-metric.ts';

const statement = statementsIn('catalogue');
const queries = queriesIn('catalogue');

const MOST = BOUNDS.metricsPerTenant.value;

interface Row {
  name: string;
  body: string;
}
const COLUMNS = { name: metrics.name, body: metrics.body };

const SELECT_ALL = queries.select(metrics, () => ({ columns: COLUMNS, orderBy: [metrics.name] }));
const SELECT_NAMED = queries.select(metrics, ({ names }: Inputs<{ names: string }>) => ({
  columns: COLUMNS,
  where: sql`${metrics.name} in (select value from json_each(${names}))`,
  orderBy: [metrics.name],
}));
/** SQL: whether the tenant may have one more metric. */
const HAS_ROOM = `(SELECT count(*) FROM metrics n WHERE n.tenant = ?1) < ${MOST}`;
const INSERT = statement<{ name: string }>(`
  INSERT INTO metrics (tenant, name, body, changed_at)
  SELECT ?1, ?2, ?3, ?4 WHERE ${HAS_ROOM}
  ON CONFLICT DO NOTHING RETURNING name`);
interface Replaced {
  name: string;
  before: string;
  after: string;
  now: number;
}
const UPDATE = queries.update(metrics, ({ name, before, after, now }: Inputs<Replaced>) => ({
  set: { body: after, changed_at: now },
  where: and(eq(metrics.name, name), eq(metrics.body, before)),
  returning: { name: metrics.name },
}));
const DELETE = queries.delete(metrics, ({ name }: Inputs<{ name: string }>) => ({
  where: eq(metrics.name, name),
  returning: { name: metrics.name },
}));
/** Entries are written before what they are of, in the same transaction, so that both or none are. */
const AUDIT_FREE = auditWhere(
  `NOT EXISTS (SELECT 1 FROM metrics m WHERE m.tenant = ?1 AND m.name = ?8) AND ${HAS_ROOM}`,
);
const AUDIT_UNCHANGED = insertEntryWhere(
  'EXISTS (SELECT 1 FROM metrics m WHERE m.tenant = ?1 AND m.name = ?8 AND m.body = ?12)',
);
const AUDIT_STORED = auditWhere('EXISTS (SELECT 1 FROM metrics m WHERE m.tenant = ?1 AND m.name = ?8)');

/**
 * Reads the tenant's own metrics by name, all of them or only those of `named`: one row each. What the code declares
 * needs no read, so callers that know which names are left name these.
 */
export async function ownMetrics({ store }: StoreContext, named?: readonly string[]): Promise<Metric[]> {
  const query = named === undefined ? SELECT_ALL.with() : SELECT_NAMED.with({ names: JSON.stringify(named) });
  const [rows] = await store.batch([query]);
  return rows.map((row) => metricOf(definitionOf(row)));
}

/** All of the tenant's own metrics as they were defined, by name. */
export async function ownDefinitions({ store }: StoreContext): Promise<OwnMetric[]> {
  const [rows] = await store.batch([SELECT_ALL.with()]);
  return rows.map(definitionOf);
}

/**
 * Creates a metric. Throws InvalidInput as `checkedDefinition`, Conflict if the name is taken, by the code as well, or if
 * the tenant has the maximum number.
 */
export async function createMetric(context: AuditedContext, sent: SentMetric): Promise<OwnMetric> {
  const { store, actor, now } = context;
  if (findMetric(sent.name) || baseMeasureNamed(sent.name)) throw taken(sent.name);
  const own = await ownMetrics(context);
  if (own.some(({ name }) => name === sent.name)) throw taken(sent.name);
  if (own.length >= MOST)
    throw new Conflict(`This tenant has the maximum of ${MOST} metrics. Delete one first.`);
  const definition = checkedDefinition(sent, own);
  const entry = {
    action: 'metric_created',
    actor,
    subject: sent.name,
    details: fieldsOf(definition),
  } as const;
  const [, rows] = await store.batch([
    AUDIT_FREE(entry, now),
    INSERT.with(sent.name, bodyOf(definition), now),
  ]);
  if (!rows[0]) throw taken(sent.name);
  return definition;
}

/**
 * Changes the given fields of a metric. Throws NotFound for an unknown name, InvalidInput as `checkedChange`, and
 * Conflict if somebody else has changed it at the same time.
 */
export async function changeMetric(
  { store, actor, now }: AuditedContext,
  { name, ...change }: MetricChange & { name: string },
): Promise<OwnMetric> {
  const [rows] = await store.batch([SELECT_ALL.with()]);
  const row = rows.find((each) => each.name === name);
  if (!row) throw unknown();
  const before = definitionOf(row);
  const others = rows.filter((each) => each !== row).map((each) => metricOf(definitionOf(each)));
  const after = checkedChange(before, change, others);
  const entry = {
    action: 'metric_changed',
    actor,
    subject: name,
    details: changesIn(before, after),
  } as const;
  const [, changed] = await store.batch([
    AUDIT_UNCHANGED.with(...auditParams(entry, now), row.body),
    UPDATE.with({ name, before: row.body, after: bodyOf(after), now }),
  ]);
  if (!changed[0]) {
    throw new Conflict('The metric was changed or deleted at the same time. Send the change again.', 1);
  }
  return after;
}

/** Deletes a metric. Throws NotFound for an unknown name. */
export async function deleteMetric({ store, actor, now }: AuditedContext, name: string): Promise<void> {
  const [, rows] = await store.batch([
    AUDIT_STORED({ action: 'metric_deleted', actor, subject: name }, now),
    DELETE.with({ name }),
  ]);
  if (!rows[0]) throw unknown();
}

function definitionOf({ name, body }: Row): OwnMetric {
  return { name, ...(JSON.parse(body) as Omit<OwnMetric, 'name'>) };
}

function bodyOf({ name: _name, ...definition }: OwnMetric): string {
  return JSON.stringify(definition);
}

/** The fields of a definition as the audit log shows them; what has parts as JSON. */
function fieldsOf({ name: _name, numerator, denominator, filter, ...texts }: OwnMetric) {
  const parts = { numerator, denominator, filter };
  return {
    ...texts,
    ...Object.fromEntries(
      Object.entries(parts).map(([field, value]) => [field, value && JSON.stringify(value)]),
    ),
  } as Readonly<Record<string, string | null>>;
}

function changesIn(before: OwnMetric, after: OwnMetric) {
  const old = fieldsOf(before);
  const changed = Object.entries(fieldsOf(after)).filter(([field, value]) => value !== old[field]);
  return Object.fromEntries(
    changed.map(([field, value]) => [field, { old: old[field] ?? null, new: value }]),
  );
}

function taken(name: string): Conflict {
  return new Conflict(`A metric or base measure is already called ${name}. Choose another name.`);
}

function unknown(): NotFound {
  return new NotFound('No metric of your own has this name.');
}
