import { CALENDARS } from '../oracle/calendars.ts';
import { call } from './client.ts';
import type { TestTenant } from './tenant.ts';

/** Gives the calendars to a tenant. */
export async function putCalendars(tenant: TestTenant): Promise<void> {
  const bearer = await tenant.token('tenant_admin');
  for (const [id, { timeZone, ...hours }] of Object.entries(CALENDARS)) {
    const body = { time_zone: timeZone, ...hours };
    const response = await call(`/api/v1/calendars/${id}`, { method: 'PUT', bearer, body });
    if (response.status !== 200) throw new Error(await response.text());
    await response.body?.cancel();
  }
}
