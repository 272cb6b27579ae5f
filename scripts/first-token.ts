/**
 * Signs a one-hour session for a deployment. It prompts for the secret, which appears in no history, argument or
 * variable.
 */
import { parseArgs } from 'node:util';
import { ROLES } from '../src/auth/roles.ts';
import { isName } from '../src/auth/session-claims.ts';
import { ask, askHidden, readAll } from './first-token/ask.ts';
import { sessionToken } from './start/session.ts';

const USAGE = `usage: npm run -s first-token [-- --role <role>] [--tenant <slug>]… [--user <user id>] [--issuer <iss>] [--audience <aud>]
It asks for the SESSION_SECRET, and for what is not given; without a terminal the secret is read from standard input.
roles: ${ROLES.join(', ')}`;

const HOURS = 1;
const LEAST_SECRET_CHARACTERS = 32;

/** The options given on the command line. */
type Given = { [Field in keyof Wanted]: Wanted[Field] | undefined };

interface Wanted {
  role: string;
  tenants: readonly string[];
  user: string;
}

const OPTIONS = {
  role: { type: 'string' },
  tenant: { type: 'string', multiple: true },
  user: { type: 'string' },
  issuer: { type: 'string' },
  audience: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const isTerminal = process.stdin.isTTY === true;
  const given = { role: values.role, tenants: values.tenant, user: values.user };
  const { role, tenants, user } = checked(isTerminal ? await enqueue(given) : given);
  const secret = isTerminal ? await askHidden('SESSION_SECRET (not shown): ') : (await readAll()).trim();
  if (secret.length < LEAST_SECRET_CHARACTERS) {
    throw new Error(`SESSION_SECRET must have at least ${LEAST_SECRET_CHARACTERS} characters.`);
  }
  const { issuer, audience } = values;
  console.log(await sessionToken(secret, { role, tenants, user, hours: HOURS, issuer, audience }));
}

/** Prompts for the options that are missing. */
async function enqueue({ role, tenants, user }: Given): Promise<Given> {
  const askedRole = role ?? ((await ask('Role [super_admin]: ')) || 'super_admin');
  const needsTenant = tenants === undefined && askedRole !== 'super_admin';
  return {
    role: askedRole,
    tenants: needsTenant
      ? (await ask('Tenants (slugs, separated by spaces): ')).split(/\s+/)
      : (tenants ?? []),
    user: user ?? (await ask('Your user id, as the audit log shall name you: ')),
  };
}

function checked({ role, tenants = [], user }: Given): Wanted {
  const known = ROLES.find((each) => each === role);
  if (!known) throw new Error(`Unknown role.\n${USAGE}`);
  const slugs = tenants.filter((slug) => slug !== '');
  if (slugs.length === 0 && known !== 'super_admin') {
    throw new Error(`A tenant is required unless the role is super_admin.\n${USAGE}`);
  }
  if (!isName(user)) throw new Error(`A user id is required, for the audit log.\n${USAGE}`);
  return { role: known, tenants: slugs, user };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
