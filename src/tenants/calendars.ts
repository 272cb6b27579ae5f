import { type AuditEntry, type AuditedContext, auditWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { keepsFigures } from '../db/data-version.ts';
import { statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Conflict, NotFound } from '../errors.ts';
import type { Calendars } from '../time/business-hours.ts';
import type { BusinessHours } from '../time/opening.ts';
import { SELECT_TENANT, type SettingsMemory, settingsOf } from './settings.ts';

const statement = statementsIn('tenants');

const MOST = BOUNDS.calendarsPerTenant.value;

/** SQL: the place of calendar `id` in the column. Ids are tokens, so they need no escaping in quotation marks. */
const placeOf = (id: string): string => `'$."' || ${id} || '"'`;
const hasRoom = (id: string): string =>
  `(json_type(calendars, ${placeOf(id)}) IS NOT NULL OR (SELECT count(*) FROM json_each(calendars)) < ${MOST})`;
const isThere = (id: string): string => `json_type(calendars, ${placeOf(id)}) IS NOT NULL`;

const AUDIT_PUT = auditWhere(`EXISTS (SELECT 1 FROM tenants WHERE tenant = ?1 AND ${hasRoom('?8')})`);
const AUDIT_DELETED = auditWhere(`EXISTS (SELECT 1 FROM tenants WHERE tenant = ?1 AND ${isThere('?8')})`);
/** Stored interactions have their targets in seconds, so a calendar changes no figure. */
const PUT = keepsFigures(
  statement<{ tenant: string }>(`
    UPDATE tenants SET calendars = json_set(calendars, ${placeOf('?2')}, json(?3))
    WHERE tenant = ?1 AND ${hasRoom('?2')} RETURNING tenant`),
);
const DELETE = keepsFigures(
  statement<{ tenant: string }>(`
    UPDATE tenants SET calendars = json_remove(calendars, ${placeOf('?2')})
    WHERE tenant = ?1 AND ${isThere('?2')} RETURNING tenant`),
);

/** What changes calendars: `memory` must forget the settings that hold them. */
type CalendarContext = AuditedContext & { memory: SettingsMemory };

/** The calendars of the tenant as they are stored now. */
export async function readCalendars({ store }: StoreContext): Promise<Calendars> {
  const [[row]] = await store.batch([SELECT_TENANT.with()]);
  return row ? settingsOf(row).calendars : new Map();
}

/**
 * Creates the calendar `id` or replaces it. It applies to interactions that are ingested from now on; other isolates
 * take up to 60 s to know it. Throws Conflict if the tenant has the maximum number.
 */
export async function putCalendar(
  { store, memory, actor, now }: CalendarContext,
  { id, ...hours }: BusinessHours & { id: string },
): Promise<void> {
  const entry: AuditEntry = {
    action: 'calendar_put',
    actor,
    subject: id,
    details: {
      time_zone: hours.timeZone,
      opening: JSON.stringify(hours.opening),
      holidays: hours.holidays,
    },
  };
  const [, rows] = await store.batch([AUDIT_PUT(entry, now), PUT.with(id, JSON.stringify(hours))]);
  memory.forgetTenant(store.tenant);
  if (!rows[0]) {
    throw new Conflict(`This tenant has the maximum of ${MOST} calendars. Delete one first.`);
  }
}

/** Deletes a calendar; interactions keep the targets that they have by it. Throws NotFound for an unknown id. */
export async function deleteCalendar(
  { store, memory, actor, now }: CalendarContext,
  id: string,
): Promise<void> {
  const [, rows] = await store.batch([
    AUDIT_DELETED({ action: 'calendar_deleted', actor, subject: id }, now),
    DELETE.with(id),
  ]);
  memory.forgetTenant(store.tenant);
  if (!rows[0]) throw new NotFound('This tenant has no calendar with this id.');
}
