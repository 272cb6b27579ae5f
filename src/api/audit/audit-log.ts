import * as z from 'zod';
import { AUDIT_ACTIONS } from '../../audit/entry.ts';
import { listAuditLog, type StoredAuditEntry } from '../../audit/list.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { isoInstant } from '../../time/dates.ts';
import { cursorFor } from '../cursor.ts';
import { BOUND_DESCRIPTION, bound, periodFromQuery, wholeParameter, zoneParameter } from '../parameters.ts';

const CURSOR = cursorFor({ at: z.int().min(0), id: z.uuid() });

const MAX_LIMIT = 200;
const DEFAULT_LIMIT = 50;

const entryShape = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  action: z.string(),
  actor: z.object({
    kind: z.string().describe('session, key, system, or unknown (no credential held).'),
    id: z
      .string()
      .describe("The session's user, the key's id, or the keyed hash of an unknown caller's address."),
    role: z.string().nullable(),
  }),
  subject: z.string().nullable().describe('Id of what it was done to.'),
  details: z.record(z.string(), z.unknown()),
  repeated: z.int().describe('How often the same happened again within the minute after it.'),
  request_id: z.string().nullable().describe('The request that made the entry; null for maintenance.'),
  address_hash: z
    .string()
    .nullable()
    .describe('Keyed hash of the address that the request came from: equal for equal addresses.'),
});

export const auditLogOperation = defineOperation({
  id: 'auditLog',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/audit-log',
  summary: 'Who did what, newest first, page by page.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  audited: 'audit_log_read',
  query: z.strictObject({
    date_from: bound.optional().describe(`${BOUND_DESCRIPTION}; by default 30 days before date_to's date.`),
    date_to: bound.optional().describe(`${BOUND_DESCRIPTION}; included. Today by default.`),
    tz: zoneParameter,
    actor: z.string().optional().describe('Only entries of this actor id.'),
    action: z.enum(AUDIT_ACTIONS).optional().describe('Only such entries.'),
    limit: wholeParameter(1, MAX_LIMIT).default(DEFAULT_LIMIT),
    cursor: CURSOR.parameter.optional().describe('next_cursor of the page before.'),
  }),
  response: z.object({ entries: z.array(entryShape), next_cursor: z.string().nullable() }),
  async handle(context, { query }) {
    const period = periodFromQuery(context, query, { from: 'date_from', to: 'date_to' });
    const { actor: actorId, action, limit, cursor: after } = query;
    const { entries, next } = await listAuditLog(context, { period, actorId, action, limit, after });
    return { entries: entries.map(presentEntry), next_cursor: next ? CURSOR.encode(next) : null };
  },
});

function presentEntry({ id, at, action, actor, subject, details, repeated }: StoredAuditEntry) {
  return {
    id,
    at: isoInstant(at),
    action,
    actor: { kind: actor.kind, id: actor.id, role: actor.role ?? null },
    subject,
    details,
    repeated,
    request_id: actor.origin?.requestId ?? null,
    address_hash: actor.origin?.addressHash ?? null,
  };
}
