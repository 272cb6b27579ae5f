import { env } from 'cloudflare:workers';
import { auditQuery } from '../../src/audit/entry.ts';
import { sealLog } from '../../src/audit/seal.ts';
import { verifySlice } from '../../src/audit/verify.ts';
import { nowSeconds, type TestTenant } from '../support/tenant.ts';

export const SECRET = 'the-data-secret-of-tests-of-the-audit-log';
export const SECRETS = { dataSecret: SECRET };
const ACTOR = { kind: 'key', id: 'k1' } as const;

/** An instant whose entries are settled: `age` seconds ago. */
export function ago(age: number): number {
  return nowSeconds() - age;
}

/** Writes entries at such instants (seconds UTC), each with its own subject. */
export async function write(tenant: TestTenant, ...instants: number[]): Promise<void> {
  const entry = (at: number, index: number) =>
    auditQuery({ action: 'export_created', actor: ACTOR, subject: `${at}-${index}` }, at);
  await tenant.store.batch(instants.map(entry));
}

/** Seals everything that is settled at `now`. */
export function seal(tenant: TestTenant, now = nowSeconds(), secrets = SECRETS): Promise<void> {
  return sealLog({ store: tenant.store, config: secrets, now }, { until: Date.now() + 10_000 });
}

/** What a verification of the whole chain says. */
export async function verify(
  tenant: TestTenant,
  options: {
    secrets?: { dataSecret: string; previousDataSecret?: string };
    head?: { seq: number; hash: string };
  } = {},
) {
  const { secrets = SECRETS, head } = options;
  let [entries, seals, after] = [0, 0, 0];
  for (;;) {
    const slice = await verifySlice({ store: tenant.store, config: secrets }, { after, anchor: head });
    entries += slice.entries;
    seals += slice.seals;
    if (slice.next === null) return { ...slice, entries, seals };
    after = slice.next;
  }
}

const TRIGGERS = [
  'audit_log_is_not_replaced',
  'audit_log_is_not_changed',
  'audit_log_is_not_removed',
  'audit_log_is_not_backdated',
  'audit_seals_are_not_replaced',
  'audit_seals_are_not_changed',
  'audit_seals_are_not_removed',
  'audit_repeats_begin_unsealed',
  'audit_repeats_only_grow',
  'audit_repeats_are_not_removed',
];

/** Runs SQL as somebody does who has the database: without the triggers, which are made again afterwards. */
export async function tamper(tenant: TestTenant, ...statements: string[]): Promise<number> {
  const { results } = await env.DB.prepare(
    `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name IN (SELECT value FROM json_each(?1))`,
  )
    .bind(JSON.stringify(TRIGGERS))
    .all<{ name: string; sql: string }>();
  if (results.length !== TRIGGERS.length) throw new Error('A trigger is missing.');
  const answers = await env.DB.batch([
    ...results.map(({ name }) => env.DB.prepare(`DROP TRIGGER ${name}`)),
    ...statements.map((sql) => env.DB.prepare(sql).bind(tenant.slug)),
    ...results.map(({ sql }) => env.DB.prepare(sql)),
  ]);
  const own = answers.slice(results.length, results.length + statements.length);
  return own.reduce((sum, { meta }) => sum + meta.changes, 0);
}
