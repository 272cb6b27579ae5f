import * as z from 'zod';
import { AUDIT_ACTIONS } from '../../audit/entry.ts';
import { listAuditLog, type StoredAuditEntry } from '../../audit/list.ts';
import { defineOperation } from '../../http/operation.ts';
import { PERMISSIONS } from '../../tenants/roles.ts';
import { isoInstant } from '../../time/dates.ts';
import { resolvePeriod } from '../../time/period.ts';
import { wholeParameter } from '../whole-parameter.ts';
import { cursorOf, cursorParameter } from './cursor.ts';

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;
const DEFAULT_DAYS = 30;
const ACCEPTED = 'A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant';

const entryShape = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.string(),
  actor: z.object({
    kind: z.string().describe('session, key, or system.'),
    id: z.string().describe("The session's user, or the key's id."),
    role: z.string().nullable(),
  }),
  subject: z.string().nullable().describe('Id of what it was done to.'),
  details: z.record(z.string(), z.unknown()),
});

export const auditLogOperation = defineOperation({
  id: 'auditLog',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/audit-log',
  summary: 'Who did what, newest first, page by page.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  query: z.strictObject({
    date_from: z.string().optional().describe(`${ACCEPTED}; by default 30 days before date_to's date.`),
    date_to: z.string().optional().describe(`${ACCEPTED}; included. Today by default.`),
    tz: z.string().optional().describe("An IANA time zone; the tenant's by default."),
    actor: z.string().optional().describe('Only entries of this actor id.'),
    action: z
      .enum(AUDIT_ACTIONS, { error: `Must be one of ${AUDIT_ACTIONS.join(', ')}.` })
      .optional()
      .describe('Only such entries.'),
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: cursorParameter.optional().describe('next_cursor of the page before.'),
  }),
  response: z.object({ entries: z.array(entryShape), next_cursor: z.string().nullable() }),
  async handle({ store, tenant, now }, { query }) {
    const period = resolvePeriod({
      from: query.date_from,
      to: query.date_to,
      tz: query.tz,
      tenantZone: tenant.timeZone,
      now,
      defaultDays: DEFAULT_DAYS,
      names: { from: 'date_from', to: 'date_to' },
    });
    const { actor: actorId, action, limit, cursor: after } = query;
    const { entries, next } = await listAuditLog(store, { period, actorId, action, limit, after });
    return { entries: entries.map(presentEntry), next_cursor: next ? cursorOf(next) : null };
  },
});

function presentEntry({ id, at, action, actor, subject, details }: StoredAuditEntry) {
  return {
    id,
    at: isoInstant(at),
    action,
    actor: { kind: actor.kind, id: actor.id, role: actor.role ?? null },
    subject,
    details,
  };
}
