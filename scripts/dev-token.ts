import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SignJWT } from 'jose';
import { ROLES } from '../src/tenants/roles.ts';

const USAGE = `usage: npm run dev:token -- --role <role> [--tenant <slug>]… [--sub <user id>] [--name <name>] [--hours <n>]
roles: ${ROLES.join(', ')}`;

/** Prints a session token for local use, signed with the SESSION_SECRET of .dev.vars. */
async function main(): Promise<void> {
  const options = readOptions();
  const token = await new SignJWT({
    sub: options.sub,
    role: options.role,
    tenants: options.tenants,
    ...(options.name !== undefined && { name: options.name }),
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(Math.floor(Date.now() / 1_000) + options.hours * 3_600)
    .sign(new TextEncoder().encode(sessionSecret()));
  console.log(token);
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      role: { type: 'string' },
      tenant: { type: 'string', multiple: true, default: [] },
      sub: { type: 'string', default: 'dev-user' },
      name: { type: 'string' },
      hours: { type: 'string', default: '24' },
    },
  });
  const role = ROLES.find((each) => each === values.role);
  if (!role) throw new Error(`--role is required and must be a known role.\n${USAGE}`);
  if (values.tenant.length === 0 && role !== 'super_admin') {
    throw new Error(`--tenant is required unless the role is super_admin.\n${USAGE}`);
  }
  const hours = Number(values.hours);
  if (!Number.isInteger(hours) || hours < 1)
    throw new Error(`--hours must be a whole number of hours.\n${USAGE}`);
  return { role, tenants: values.tenant, sub: values.sub, name: values.name, hours };
}

function sessionSecret(): string {
  const file = new URL('../.dev.vars', import.meta.url);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(
      'There is no .dev.vars with the local secrets yet: run `npm start` once, it writes them.',
    );
  }
  const [, secret] = /^SESSION_SECRET\s*=\s*"?([^"\r\n]+?)"?\s*$/m.exec(text) ?? [];
  if (!secret)
    throw new Error(
      '.dev.vars holds no SESSION_SECRET: delete it and run `npm start` once, it writes a new one.',
    );
  return secret;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
