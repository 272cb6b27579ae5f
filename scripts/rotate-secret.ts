import { parseArgs } from 'node:util';
import * as z from 'zod';
import { ask } from './ask.ts';

const USAGE = `usage: npm run rotate-secret -- --url <url> [--tenant <slug>]…
Moves all tenants, or those named, from DATA_SECRET_PREVIOUS to DATA_SECRET. A session token of a super_admin is
expected in the variable CALLMETER_TOKEN. May be interrupted and run again.`;

const tenantsSchema = z.object({ tenants: z.array(z.object({ slug: z.string() })) });
const sliceSchema = z.object({ rows: z.number(), next: z.unknown() });
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Parses the URL. Throws if the token would be sent unencrypted over a network. */
function checkedUrl(text: string): URL {
  const url = new URL(text);
  if (url.protocol !== 'https:' && !LOOPBACK.has(url.hostname)) {
    throw new Error('--url must begin with https://: the token would be sent in clear.');
  }
  return url;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { url: { type: 'string' }, tenant: { type: 'string', multiple: true } },
  });
  const token = process.env.CALLMETER_TOKEN;
  if (!values.url || !token) throw new Error(USAGE);
  const base = checkedUrl(values.url);
  const all = async () =>
    tenantsSchema.parse(await ask(new URL('/api/v1/tenants', base), token)).tenants.map(({ slug }) => slug);
  for (const slug of values.tenant ?? (await all())) {
    const url = new URL(`/api/v1/tenants/${encodeURIComponent(slug)}/rotate-secret`, base);
    let from: unknown;
    let rows = 0;
    do {
      const slice = sliceSchema.parse(await ask(url, token, { body: from ? { from } : {} }));
      rows += slice.rows;
      from = slice.next;
    } while (from);
    console.log(`${slug}: ${rows} rows done`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
