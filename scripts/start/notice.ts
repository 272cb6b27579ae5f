import { dateOf, localDay } from '../demo/clock.ts';
import { DEMO_DAYS } from '../demo/records.ts';
import type { DemoState } from './demo-file.ts';
import { DEMO_TENANT } from './demo-tenant.ts';
import { sessionToken } from './session.ts';

const SESSION_HOURS = 7 * 24;
const SHOWN_DAYS = 30;
const OLD_AFTER_DAYS = 7;

/** What a newcomer needs: where it runs, with which credentials, and a request to paste. */
export async function demoNotice(
  url: string,
  secret: string,
  state: DemoState,
  now: number,
): Promise<string> {
  const token = await sessionToken(secret, { role: 'manager', tenants: [DEMO_TENANT], hours: SESSION_HOURS });
  const last = localDay(state.until);
  const query = `date_from=${dateOf(last - SHOWN_DAYS + 1)}&date_to=${dateOf(last)}`;
  const age = localDay(now) - last;
  return [
    `Callmeter is running at ${url}`,
    '',
    `  tenant   ${DEMO_TENANT}: ${state.sent} records, ${dateOf(last - DEMO_DAYS + 1)} to ${dateOf(last)}`,
    ...(age > OLD_AFTER_DAYS ? ['           (npm start -- --fresh makes new ones, up to today)'] : []),
    `  API key  ${state.api_key}`,
    `  session  ${token}`,
    '           (role manager, for a week)',
    '',
    'Try:',
    '',
    `curl -H 'Authorization: Bearer ${state.api_key}' '${url}/api/v1/analytics/overview?${query}'`,
    '',
    'Ctrl-C stops it; the data stay in .callmeter/',
    '',
  ].join('\n');
}

/** Without a demo tenant: how to make one of one's own. */
export async function emptyNotice(url: string, secret: string): Promise<string> {
  const token = await sessionToken(secret, { role: 'super_admin', hours: SESSION_HOURS });
  const body = JSON.stringify({ slug: 'acme', name: 'Acme', time_zone: 'Europe/Lisbon' });
  return [
    `Callmeter is running at ${url}`,
    '',
    `  session  ${token}`,
    '           (role super_admin, for a week)',
    '',
    'Make a tenant:',
    '',
    `curl -H 'Authorization: Bearer ${token}' -H 'Content-Type: application/json' -d '${body}' '${url}/api/v1/tenants'`,
    '',
    'Ctrl-C stops it; the data stay in .callmeter/',
    '',
  ].join('\n');
}
