import type { apiKeys, auditLog } from '../../../db/schema.ts';
import { statementsIn } from '../../../db/statement.ts';
import { SELECT_TENANT } from '../../../tenants/settings.ts';
import { isoInstant } from '../../../time/dates.ts';
import type { SourceContext } from '../../section.ts';
import { cursorAfter, type Lines } from './lines.ts';

const statement = statementsIn('exports');

const ROWS = 500;

/** Columns are listed, so that no secret is exported. */
const SELECT_KEYS = statement<Omit<typeof apiKeys.$inferSelect, 'tenant' | 'secret_hash'>>(`
  SELECT id, name, scopes, created_at, expires_at, last_used_at FROM api_keys
  WHERE tenant = ?1 AND id > ?2 ORDER BY id LIMIT ${ROWS}`);
const SELECT_ENTRIES = statement<typeof auditLog.$inferSelect>(`
  SELECT * FROM audit_log WHERE tenant = ?1 AND (at, id) > (?2, ?3) ORDER BY at, id LIMIT ${ROWS}`);

/** The tenant's row, as stored. */
export function settingsLines({ store }: SourceContext): Lines {
  return async () => {
    const [rows] = await store.batch([SELECT_TENANT.with()]);
    return { lines: rows.map((row) => ({ export: 'settings', ...row })), next: null };
  };
}

/** API keys: their names and scopes, never the secret or its hash. */
export function keyLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_KEYS.with(cursor?.[0] ?? '')]);
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

/** The audit log, oldest first. */
export function auditLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [rows] = await store.batch([SELECT_ENTRIES.with(cursor?.[0] ?? -1, cursor?.[1] ?? '')]);
    const lines = rows.map(({ tenant: _tenant, at, details, ...entry }) => ({
      export: 'audit_entry',
      at: isoInstant(at),
      ...entry,
      details: JSON.parse(details),
    }));
    return { lines, next: cursorAfter(rows, ROWS, ({ at, id }) => [at, id]) };
  };
}
