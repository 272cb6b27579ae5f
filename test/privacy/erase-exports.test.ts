import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { objectKey } from '../../src/exports/files.ts';
import { sweepExports } from '../../src/exports/sweep.ts';
import { aCall, aReview, removal, type Sender, type Sent, senderOf } from '../ingest/client.ts';
import { nowSeconds } from '../support/tenant.ts';
import { erase } from './client.ts';

const customer = { id: 'crm-7', name: 'Ana', phone: '+5511912345678' };
const SENT = [aCall('c1', { customer }), aReview('r1', 'c1')];
const NEWER = { updated_at: '2026-03-18T00:00:00Z' };
const JOB = statement<{ status: string; fence: number; lease_until: number; has_file: number }>(
  'SELECT status, fence, lease_until, has_file FROM export_jobs WHERE tenant = ?1',
);

const analytics = (scope: string, fields: Sent = {}): Sent => ({
  kind: 'analytics',
  scope,
  callDetails: false,
  transcripts: false,
  conversations: false,
  ...fields,
});
const report = (type: string): Sent => ({ kind: 'report', type, agentIds: [], includeFields: [] });
const reviews: Sent = { kind: 'reviews' };

/** A completed job of March with its file, and what is said otherwise. */
async function aJob(
  { tenant }: Sender,
  spec: Sent,
  fields: Record<string, string | number> = {},
): Promise<void> {
  const job = {
    tenant: tenant.slug,
    id: 'x',
    kind: String(spec.kind),
    format: 'csv',
    spec: JSON.stringify(spec),
    from_date: '2026-03-01',
    to_date: '2026-03-31',
    time_zone: 'UTC',
    period_start: Date.parse('2026-03-01') / 1_000,
    period_end: Date.parse('2026-04-01') / 1_000,
    status: 'completed',
    created_at: 1,
    expires_at: 4_000_000_000,
    fence: 1,
    lease_until: 0,
    attempts: 0,
    rows_written: 0,
    has_file: 1,
    ...fields,
  };
  const names = Object.keys(job);
  await env.DB.prepare(`INSERT INTO export_jobs (${names.join()}) VALUES (${names.map(() => '?').join()})`)
    .bind(...Object.values(job))
    .run();
}

async function jobOf({ tenant }: Sender) {
  const [[row]] = await tenant.store.batch([JOB.with()]);
  return row;
}

const WITHDRAWN = { status: 'withdrawn', fence: 2 };
const KEPT = { status: 'completed', fence: 1 };

test.each<[Sent, typeof WITHDRAWN]>([
  [analytics('voice'), KEPT],
  [analytics('voice', { transcripts: true }), KEPT],
  [analytics('voice', { callDetails: true }), WITHDRAWN],
  [analytics('all'), WITHDRAWN],
  [analytics('conversations'), WITHDRAWN],
  [analytics('sla_quality'), WITHDRAWN],
  [analytics('performance'), KEPT],
  [analytics('resolution_rates', { callDetails: true }), KEPT],
  [analytics('performance', { conversations: true }), WITHDRAWN],
  [report('conversation_summary'), WITHDRAWN],
  [report('agent_performance'), KEPT],
  [report('cost_summary'), KEPT],
  [reviews, WITHDRAWN],
])('what holds rows of single interactions is withdrawn: %j', async (spec, becomes) => {
  const sender = await senderOf();
  await sender.send(...SENT);
  await aJob(sender, spec);
  await erase(sender, 'crm-7');
  expect(await jobOf(sender)).toMatchObject({ ...becomes, has_file: 1 });
});

test.each<[string, Sent[]]>([
  ['moved to another customer', [aCall('c1', { customer: { id: 'other' }, ...NEWER })]],
  ['moved to another month', [aCall('c1', { customer, started_at: '2026-05-10T12:00:00Z', ...NEWER })]],
  ['removed', [removal('interaction', 'c1')]],
])('a call that was %s since may be in a file of analytics', async (_, changes) => {
  const sender = await senderOf();
  await sender.send(...SENT);
  await aJob(sender, analytics('voice', { callDetails: true }));
  await sender.send(...changes);
  await erase(sender, 'crm-7');
  expect(await jobOf(sender)).toMatchObject(WITHDRAWN);
});

test.each<[string, Sent, Record<string, string | number>, object]>([
  ['queued', report('conversation_summary'), { status: 'queued', has_file: 0 }, WITHDRAWN],
  ['failed', analytics('all'), { status: 'failed' }, { status: 'failed', fence: 1 }],
  ['expired', analytics('all'), { expires_at: 2 }, KEPT],
  ['of a period without the customer', report('conversation_summary'), { period_end: 1_772_400_000 }, KEPT],
  ['of a period without the review', reviews, { period_end: 1_773_200_000 }, KEPT],
])('an export that is %s', async (_, spec, fields, becomes) => {
  const sender = await senderOf();
  await sender.send(...SENT);
  await aJob(sender, spec, fields);
  await erase(sender, 'crm-7');
  expect(await jobOf(sender)).toMatchObject(becomes);
});

test('one customer’s reports stay where another is erased; all files of analytics go', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  await aJob(sender, report('conversation_summary'));
  await aJob(sender, analytics('all'), { id: 'y' });
  await erase(sender, 'nobody');
  const [rows] = await sender.tenant.store.batch([JOB.with()]);
  expect(rows).toMatchObject([KEPT, WITHDRAWN]);
});

test('a withdrawn file goes once no worker holds its job any more, so that nothing is put after it', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  const now = nowSeconds();
  await aJob(sender, analytics('all'), { status: 'processing', lease_until: now + 100 });
  const key = objectKey(sender.tenant.slug, { id: 'x', format: 'csv' });
  await env.EXPORT_FILES.put(key, 'rows');
  await erase(sender, 'crm-7');
  expect(await jobOf(sender)).toMatchObject({ ...WITHDRAWN, lease_until: now + 100 });
  const sweep = (at: number) =>
    sweepExports({ store: sender.tenant.store, bucket: env.EXPORT_FILES, queue: {} as never, now: at });
  await sweep(now + 99);
  expect(await env.EXPORT_FILES.head(key)).not.toBeNull();
  await sweep(now + 100);
  expect(await env.EXPORT_FILES.head(key)).toBeNull();
  expect(await jobOf(sender)).toMatchObject({ has_file: 0 });
});

test('a withdrawn file that nobody holds goes at once', async () => {
  const sender = await senderOf();
  const now = nowSeconds();
  await aJob(sender, analytics('all'), { status: 'queued', lease_until: now - 1 });
  await erase(sender, 'crm-7');
  const { store } = sender.tenant;
  await sweepExports({ store, bucket: env.EXPORT_FILES, queue: {} as never, now });
  expect(await jobOf(sender)).toMatchObject({ ...WITHDRAWN, has_file: 0 });
});
