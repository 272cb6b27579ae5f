import { parseArgs } from 'node:util';
import * as z from 'zod';
import { ask } from './ask.ts';

const USAGE = `usage: npm run verify-audit -- --url <url> [--tenant <slug>]… [--head <seq>:<hash>]
Checks the audit log of all tenants, or of those named, against its seals. --head, with one tenant: a seal from a log
line "audit_sealed", to find out whether the end was cut off. A session token is expected in the variable
CALLMETER_TOKEN: of a super_admin, or with --tenant of an admin of each. The exit code is 1 if a log is not intact.`;

const tenantsSchema = z.object({ tenants: z.array(z.object({ slug: z.string() })) });
const sliceSchema = z.object({
  entries: z.number(),
  seals: z.number(),
  break: z
    .object({
      kind: z.string(),
      message: z.string(),
      seal: z.number(),
      from: z.string().nullable(),
      to: z.string().nullable(),
      sealed_entries: z.number().nullable(),
      found_entries: z.number().nullable(),
    })
    .nullable(),
  head: z.object({ seq: z.number(), hash: z.string() }).nullable(),
  unsealed: z.number().nullable(),
  next: z.number().nullable(),
});
type Slice = z.output<typeof sliceSchema>;

interface Asking {
  base: string;
  token: string;
  head: string | undefined;
}

/** Verifies the audit log of one tenant, prints the result, and returns whether the log is intact. */
async function verify({ base, token, head }: Asking, tenant: string): Promise<boolean> {
  let entries = 0;
  let seals = 0;
  let after: number | null = 0;
  let slice: Slice | undefined;
  while (after !== null) {
    const url = new URL('/api/v1/audit-log/verify', base);
    url.searchParams.set('after', String(after));
    if (head !== undefined) url.searchParams.set('head', head);
    slice = sliceSchema.parse(await ask(url, token, { tenant }));
    entries += slice.entries;
    seals += slice.seals;
    after = slice.next;
  }
  const broken = slice?.break;
  if (!broken) {
    const at = slice?.head ? `, head ${slice.head.seq}:${slice.head.hash}` : '';
    console.log(
      `${tenant}: ${entries} entries, ${seals} seals, intact (${slice?.unsealed} not sealed yet)${at}`,
    );
    return true;
  }
  const { kind, message, seal, from, to, sealed_entries, found_entries } = broken;
  const range =
    from === null
      ? ''
      : ` Entries from ${from} to ${to}: ${sealed_entries} were sealed, ${found_entries} were found.`;
  console.error(
    `${tenant}: ${entries} entries and ${seals} seals hold, then NOT INTACT at seal ${seal} (${kind}): ${message}${range}`,
  );
  return false;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      tenant: { type: 'string', multiple: true },
      head: { type: 'string' },
    },
  });
  const token = process.env.CALLMETER_TOKEN;
  const { url: base, tenant: named, head } = values;
  if (!base || !token || (head !== undefined && named?.length !== 1)) throw new Error(USAGE);
  const all = async () =>
    tenantsSchema.parse(await ask(new URL('/api/v1/tenants', base), token)).tenants.map(({ slug }) => slug);
  for (const tenant of named ?? (await all())) {
    if (!(await verify({ base, token, head }, tenant))) process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
