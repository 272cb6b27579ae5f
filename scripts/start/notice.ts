import { dateOf, localDay } from '../demo/clock.ts';
import { DEMO_DAYS } from '../demo/records.ts';
import type { DemoState } from './demo-file.ts';
import { DEMO_TENANT } from './demo-tenant.ts';
import { MAX_SESSION_HOURS, sessionToken, signInLink } from './session.ts';

const SESSION_HOURS = MAX_SESSION_HOURS;
const SHOWN_DAYS = 30;
const OLD_AFTER_DAYS = 7;

/** What a new user needs: the URL, the credentials, and a request to copy. */
export async function demoNotice(
  url: string,
  secret: string,
  state: DemoState,
  now: number,
): Promise<string> {
  const claims = { role: 'manager', tenants: [DEMO_TENANT], hours: SESSION_HOURS };
  const token = await sessionToken(secret, claims);
  const last = localDay(state.until);
  const query = `date_from=${dateOf(last - SHOWN_DAYS + 1)}&date_to=${dateOf(last)}`;
  const age = localDay(now) - last;
  return [
    `Callmeter is running at ${url}`,
    '',
    'Open this link to sign in to the dashboard. It works once; npm run -s dev:token -- --link makes another.',
    '',
    await signInLink(url, secret, claims),
    '',
    `  tenant   ${DEMO_TENANT}: ${state.sent} records, ${dateOf(last - DEMO_DAYS + 1)} to ${dateOf(last)}`,
    ...(age > OLD_AFTER_DAYS ? ['           (npm start -- --fresh makes new ones, up to today)'] : []),
    `  API key  ${state.api_key}`,
    `  session  ${token}`,
    `           (role manager, for ${SESSION_HOURS} hours; npm run -s dev:token makes others)`,
    '',
    'Try:',
    '',
    `curl -H 'Authorization: Bearer ${state.api_key}' '${url}/api/v1/analytics/overview?${query}'`,
    '',
    'Ctrl-C stops it; the data stay in .callmeter/',
    '',
  ].join('\n');
}

/** Without a demo tenant: how to create one. No super_admin session is printed; it is created when needed. */
export function emptyNotice(url: string): string {
  const body = JSON.stringify({ slug: 'acme', name: 'Acme', time_zone: 'Europe/Lisbon' });
  return [
    `Callmeter is running at ${url}`,
    '',
    'Make a session of a super_admin, and a tenant:',
    '',
    'TOKEN=$(npm run -s dev:token -- --role super_admin --hours 1)',
    `curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${body}' '${url}/api/v1/tenants'`,
    '',
    'Ctrl-C stops it; the data stay in .callmeter/',
    '',
  ].join('\n');
}
