import { env } from 'cloudflare:workers';
import { hexOf } from '../../src/db/binary.ts';
import { statement } from '../../src/db/statement.ts';
import { readConfig } from '../../src/env.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import type { Sender } from '../ingest/client.ts';
import { call } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';

export const PHONE = '+55 11 91234-5678';

export interface StoredInteraction {
  id: string;
  customer_id: string | null;
  personal: string | null;
  phone_hash: string | null;
  phone_last4: string | null;
}

/** Every value of every row of the tenant, as text; bytes in hexadecimal. */
export async function everythingOf({ tenant }: Sender): Promise<string> {
  const { results } = await env.DB.prepare(
    `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%tenant TEXT%'`,
  ).all<{ name: string }>();
  const tables = results.map(({ name }) =>
    env.DB.prepare(`SELECT * FROM "${name}" WHERE tenant = ?1`).bind(tenant.slug),
  );
  return allText((await env.DB.batch(tables)).map((each) => each.results));
}

/** Rows of D1 as text, with bytes in hexadecimal and as the characters that they may be. */
export function allText(rows: unknown): string {
  return JSON.stringify(rows, (_name, value: unknown) => {
    if (!Array.isArray(value) || value.length === 0 || typeof value[0] !== 'number') return value;
    const bytes = Buffer.from(value as number[]);
    return `${bytes.toString('hex')} ${bytes.toString('latin1')}`;
  });
}

const INTERACTIONS = statement<StoredInteraction>(`
  SELECT id, customer_id, ${hexOf('personal')} AS personal, ${hexOf('phone_hash')} AS phone_hash,
    ${hexOf('phone_last4')} AS phone_last4
  FROM interactions WHERE tenant = ?1 ORDER BY id`);
const ENTRIES = statement<{ subject: string; details: string }>(`
  SELECT subject, details FROM audit_log WHERE tenant = ?1 AND action = 'customer_erased' ORDER BY at, id`);

export async function interactionsOf({ tenant }: Sender): Promise<StoredInteraction[]> {
  const [rows] = await tenant.store.batch([INTERACTIONS.with()]);
  return rows;
}

/** What the audit log says of erasures, oldest first. */
export async function erasureEntriesOf({ tenant }: Sender): Promise<{ subject: string; known: boolean }[]> {
  const [rows] = await tenant.store.batch([ENTRIES.with()]);
  return rows.map(({ subject, details }) => ({ subject, ...JSON.parse(details) }));
}

/** Erases by the route. */
export async function erase({ tenant }: Sender, id: string): Promise<Response> {
  const bearer = await tenant.token('tenant_admin');
  return call(`/api/v1/customers/${encodeURIComponent(id)}/erase`, { method: 'POST', bearer });
}

/** The record that erases a customer. */
export function erasure(id: string, fields: Sent = {}): Sent {
  return { type: 'customer', id, deleted: true, ...fields };
}

/** Takes records in at `now`, seconds UTC, under a data secret and the one before it; the counts that are not zero. */
export async function sendAt(
  { tenant }: Sender,
  records: readonly Sent[],
  at: { now?: number; secret?: string; previous?: string } = {},
): Promise<Record<string, number>> {
  const { now = nowSeconds(), secret = readConfig(env).dataSecret, previous } = at;
  const config = { dataSecret: secret, ...(previous !== undefined && { previousDataSecret: previous }) };
  const { report } = await ingest(contextOf(tenant, { now, config }), {
    body: new TextEncoder().encode(JSON.stringify({ records })),
    contentType: 'application/json',
    atomic: true,
    dryRun: false,
    rights: { deleteRecords: true, eraseCustomers: true },
  });
  const { received: _, errors: _errors, warnings: _warnings, ...counts } = report;
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
