import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { token } from '../../records/fields.ts';
import { deleteCalendar, putCalendar, readCalendars } from '../../tenants/calendars.ts';
import { calendarFields, calendarShape, presentCalendar } from './calendar-shape.ts';

export const listCalendarsOperation = defineOperation({
  id: 'listCalendars',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/calendars',
  summary: 'The business hours that SLA targets may run in, by id.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  response: z.object({ calendars: z.array(calendarShape) }),
  async handle(context) {
    const calendars = [...(await readCalendars(context))].sort(([a], [b]) => (a < b ? -1 : 1));
    return { calendars: calendars.map(([id, hours]) => presentCalendar(id, hours)) };
  },
});

export const putCalendarOperation = defineOperation({
  id: 'putCalendar',
  contract: 'core',
  method: 'PUT',
  path: '/api/v1/calendars/:id',
  summary: 'Creates or replaces business hours, for interactions that are ingested from then on.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ id: token() }),
  body: calendarFields,
  response: calendarShape,
  errors: [409],
  async handle(context, { params: { id }, body: { time_zone: timeZone, ...rest } }) {
    const hours = { timeZone, ...rest };
    await putCalendar(context, { id, ...hours });
    return presentCalendar(id, hours);
  },
});

export const deleteCalendarOperation = defineOperation({
  id: 'deleteCalendar',
  contract: 'core',
  method: 'DELETE',
  path: '/api/v1/calendars/:id',
  summary: 'Deletes business hours; interactions keep the targets that they have by them.',
  credential: 'tenant',
  permission: PERMISSIONS.administer,
  params: z.object({ id: token() }),
  response: z.void(),
  status: 204,
  errors: [404],
  async handle(context, { params: { id } }) {
    await deleteCalendar(context, id);
  },
});
