import { parseArgs } from 'node:util';
import { ROLES } from '../src/auth/roles.ts';
import { DEMO_TENANT } from './start/demo-tenant.ts';
import { localSettings } from './start/project.ts';
import { runningServer } from './start/running.ts';
import { MAX_SESSION_HOURS, sessionToken, signInLink } from './start/session.ts';

const USAGE = `usage: npm run dev:token -- --role <role> [--tenant <slug>]… [--sub <user id>] [--name <name>] [--hours <n>]
       npm run -s dev:token -- --link [the same options]
--link makes a link that signs a browser in once, at the server that npm start runs: by default as manager of ${DEMO_TENANT}.
roles: ${ROLES.join(', ')}`;

/** Prints a session token for local use, or a link, signed with the SESSION_SECRET of .dev.vars. */
async function main(): Promise<void> {
  const { role, tenants, sub, name, hours, link } = readOptions();
  const { SESSION_ISSUER, SESSION_AUDIENCE, ...settings } = localDevSettings();
  const secret = settings.SESSION_SECRET;
  if (!secret) {
    throw new Error(
      '.dev.vars has no SESSION_SECRET. Delete it and run `npm start` once to write a new one.',
    );
  }
  const own = { role, tenants, hours, user: sub, ...(name !== undefined && { name }) };
  const claims = { ...own, issuer: SESSION_ISSUER, audience: SESSION_AUDIENCE };
  console.log(await (link ? signInLink(serverUrl(), secret, claims) : sessionToken(secret, claims)));
}

function serverUrl(): string {
  const url = runningServer();
  if (url === undefined) throw new Error('No server is running. Run `npm start` in another terminal first.');
  return url;
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      role: { type: 'string' },
      tenant: { type: 'string', multiple: true, default: [] },
      sub: { type: 'string', default: 'dev-user' },
      name: { type: 'string' },
      hours: { type: 'string', default: '24' },
      link: { type: 'boolean', default: false },
    },
  });
  const { link } = values;
  const role = ROLES.find((each) => each === (values.role ?? (link ? 'manager' : undefined)));
  if (!role) throw new Error(`--role is required and must be a known role.\n${USAGE}`);
  const tenants = values.tenant.length === 0 && values.role === undefined ? [DEMO_TENANT] : values.tenant;
  if (tenants.length === 0 && role !== 'super_admin') {
    throw new Error(`--tenant is required unless the role is super_admin.\n${USAGE}`);
  }
  const hours = Number(values.hours);
  if (!Number.isInteger(hours) || hours < 1 || hours > MAX_SESSION_HOURS)
    throw new Error(`--hours must be a whole number from 1 to ${MAX_SESSION_HOURS}.\n${USAGE}`);
  return { role, tenants, sub: values.sub, name: values.name, hours, link };
}

function localDevSettings(): Record<string, string | undefined> {
  try {
    return localSettings();
  } catch {
    throw new Error(
      'There is no .dev.vars with the local secrets yet: run `npm start` once, it writes them.',
    );
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
