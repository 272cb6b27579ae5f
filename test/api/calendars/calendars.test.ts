import { describe, expect, test } from 'vitest';
import { call, costOf } from '../../support/client.ts';
import { aChat, type Sent } from '../../support/records.ts';
import { freshTenant } from '../../support/tenant.ts';

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const OFFICE = {
  time_zone: 'Europe/Lisbon',
  opening: { tuesday: [{ from: '09:00', to: '13:00' }], wednesday: [{ from: '22:00', to: '06:00' }] },
  holidays: ['2026-12-25', '2026-01-01'],
};

async function client() {
  const tenant = await freshTenant();
  const { key } = await tenant.key();
  const bearer = await tenant.token('tenant_admin');
  const ask = async (method: string, path = '', body?: unknown) => {
    const response = await call(`/api/v1/calendars${path}`, { method, bearer, body });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  const send = async (...records: Sent[]) => {
    const response = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
    return { cost: costOf(response), report: await response.json<{ errors: { errors: unknown[] }[] }>() };
  };
  const audited = async () => {
    const response = await call('/api/v1/audit-log', { bearer });
    const { entries } = await response.json<{
      entries: { action: string; subject: string; details: object }[];
    }>();
    return entries.filter(({ action }) => action.startsWith('calendar'));
  };
  return { tenant, key, bearer, ask, send, audited };
}

describe('calendars', () => {
  test('are created, listed, replaced and deleted, and each change is in the audit log', async () => {
    const { ask, audited } = await client();
    expect(await ask('GET')).toEqual({ status: 200, body: { calendars: [] } });
    const shown = {
      id: 'support',
      time_zone: 'Europe/Lisbon',
      opening: { ...Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, []])), ...OFFICE.opening },
      holidays: ['2026-01-01', '2026-12-25'],
    };
    expect(await ask('PUT', '/support', OFFICE)).toEqual({ status: 200, body: shown });
    expect((await ask('PUT', '/a.b-c', { ...OFFICE, holidays: [] })).status).toBe(200);
    expect((await ask('PUT', '/support', { ...OFFICE, time_zone: 'UTC' })).body).toEqual({
      ...shown,
      time_zone: 'UTC',
    });
    expect((await ask('GET')).body.calendars.map(({ id }: { id: string }) => id)).toEqual([
      'a.b-c',
      'support',
    ]);
    expect((await ask('DELETE', '/support')).status).toBe(204);
    expect((await ask('DELETE', '/support')).status).toBe(404);
    expect((await ask('GET')).body.calendars.map(({ id }: { id: string }) => id)).toEqual(['a.b-c']);
    const entries = await audited();
    expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'calendar_deleted support',
      'calendar_put support',
      'calendar_put a.b-c',
      'calendar_put support',
    ]);
    expect(entries[1]!.details).toMatchObject({ time_zone: 'UTC', holidays: OFFICE.holidays });
  });

  test.each([
    ['that is never open', { ...OFFICE, opening: { monday: [] } }, 'opening'],
    ['without opening', { ...OFFICE, opening: {} }, 'opening'],
    ['of an unknown zone', { ...OFFICE, time_zone: 'Europe/Nowhere' }, 'time_zone'],
    [
      'with a span of no time',
      { ...OFFICE, opening: { monday: [{ from: '09:00', to: '09:00' }] } },
      'opening.monday.0',
    ],
    [
      'with a time that no clock shows',
      { ...OFFICE, opening: { monday: [{ from: '09:00', to: '25:00' }] } },
      'opening.monday.0.to',
    ],
    ['with a date that is none', { ...OFFICE, holidays: ['2026-02-30'] }, 'holidays.0'],
    ['of an unknown weekday', { ...OFFICE, opening: { ...OFFICE.opening, someday: [] } }, 'opening'],
  ])('a calendar %s is refused', async (_, body, path) => {
    const { ask } = await client();
    const refused = await ask('PUT', '/support', body);
    expect(refused.status).toBe(400);
    expect(refused.body.errors[0].path).toContain(path);
    expect((await ask('GET')).body.calendars).toEqual([]);
  });

  test('one more than the most is refused, and not in the audit log; replacing goes on', async () => {
    const { ask, audited } = await client();
    for (let index = 0; index < 20; index += 1) await ask('PUT', `/c${index}`, OFFICE);
    expect((await ask('PUT', '/more', OFFICE)).status).toBe(409);
    expect((await ask('PUT', '/c7', OFFICE)).status).toBe(200);
    expect((await audited()).filter(({ subject }) => subject === 'more')).toEqual([]);
    expect((await ask('GET')).body.calendars).toHaveLength(20);
  });

  test('a record that names another is rejected, with those there are', async () => {
    const { ask, send } = await client();
    const chat = aChat('c', { sla: { first_response_seconds: 60, calendar: 'desk' } });
    const errorsOf = async () => (await send(chat)).report.errors.flatMap(({ errors }) => errors);
    expect(await errorsOf()).toEqual([
      { path: 'sla.calendar', message: 'Must be left out: this tenant has no calendars.' },
    ]);
    await ask('PUT', '/support', OFFICE);
    await ask('PUT', '/night', OFFICE);
    expect(await errorsOf()).toEqual([
      { path: 'sla.calendar', message: 'Must be a calendar of this tenant: night, support.' },
    ]);
    await ask('PUT', '/desk', OFFICE);
    expect(await errorsOf()).toEqual([]);
  });

  test('a target that the opening never reaches is rejected', async () => {
    const { ask, send } = await client();
    await ask('PUT', '/desk', { time_zone: 'UTC', opening: { monday: [{ from: '09:00', to: '09:01' }] } });
    const sla = { resolution_seconds: 315_360_000, first_response_seconds: 600, calendar: 'desk' };
    const { report } = await send(aChat('c', { sla }));
    expect(report.errors.flatMap(({ errors }) => errors)).toEqual([
      {
        path: 'sla.resolution_seconds',
        message: 'Must end within ten years of started_at; the calendar is not open for as long until then.',
      },
    ]);
  });

  test('cost an ingest no trip and no row', async () => {
    const costs = [];
    for (const more of [{}, { calendar: 'desk', paused_seconds: 7 }]) {
      const { ask, send } = await client();
      await ask('PUT', '/desk', OFFICE);
      await send(aChat('first', {}));
      costs.push((await send(aChat('a', { sla: { first_response_seconds: 60, ...more } }))).cost);
    }
    const [plain, withHours] = costs as [ReturnType<typeof costOf>, ReturnType<typeof costOf>];
    expect([withHours.trips, withHours.written]).toEqual([plain.trips, plain.written]);
    // A refresh from the queue may have settled the first chat already.
    expect(Math.abs(withHours.read - plain.read)).toBeLessThanOrEqual(4);
  });

  test('an interaction keeps the targets of its ingest until it is sent again, and is shown as it was sent', async () => {
    const { ask, send, key } = await client();
    const breached = async () => {
      const path = '/api/v2/analytics/conversations/sla-compliance?date_from=2026-03-10&date_to=2026-03-10';
      return (await (await call(path, { bearer: key })).json<{ first_response: { breached: number } }>())
        .first_response.breached;
    };
    const sla = { first_response_seconds: 60, paused_seconds: 30, calendar: 'desk' };
    /** A Tuesday at 12:00 UTC, answered after 100 seconds. */
    const chat = aChat('c', { sla, first_response_at: '2026-03-10T12:01:40Z' });
    const opensAt = (from: string) => ({
      time_zone: 'UTC',
      opening: { tuesday: [{ from, to: '18:00' }] },
    });
    await ask('PUT', '/desk', opensAt('09:00'));
    await send(chat);
    expect(await breached()).toBe(1);
    await ask('PUT', '/desk', opensAt('12:01'));
    expect(await breached()).toBe(1);
    await send(chat);
    expect(await breached()).toBe(0);
    await ask('DELETE', '/desk');
    expect(await breached()).toBe(0);
    const shown = await (await call('/api/v1/interactions/c', { bearer: key })).json<{ sla: unknown }>();
    expect(shown.sla).toEqual({ resolution_seconds: null, ...sla });
  });
});
