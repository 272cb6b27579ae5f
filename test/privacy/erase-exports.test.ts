import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { createExport } from '../../src/exports/create.ts';
import { objectKey } from '../../src/exports/files.ts';
import type { Source } from '../../src/exports/section.ts';
import type { AnalyticsSection } from '../../src/exports/sections/analytics.ts';
import { holdingOf } from '../../src/exports/sections/registry.ts';
import type {
  AnalyticsSpec,
  ExportKind,
  ExportSpec,
  ReportSpec,
  ReviewsSpec,
} from '../../src/exports/spec.ts';
import { sweepExports } from '../../src/exports/sweep.ts';
import { aCall, aReview, removal, type Sender, senderOf } from '../ingest/client.ts';
import { contextOf } from '../support/context.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';
import { erase } from './client.ts';

const customer = { id: 'crm-7', name: 'Ana', phone: '+5511912345678' };
const SENT = [aCall('c1', { customer }), aReview('r1', 'c1')];
const NEWER = { updated_at: '2026-03-18T00:00:00Z' };
const JOB = statement<{ status: string; fence: number; lease_until: number; has_file: number }>(
  'SELECT status, fence, lease_until, has_file FROM export_jobs WHERE tenant = ?1',
);
const JOBS = statement<{ id: string; spec: string; status: string }>(
  'SELECT id, spec, status FROM export_jobs WHERE tenant = ?1',
);

const analytics = (scope: AnalyticsSpec['scope'], fields: Partial<AnalyticsSpec> = {}): AnalyticsSpec => ({
  kind: 'analytics',
  scope,
  callDetails: false,
  transcripts: false,
  conversations: false,
  ...fields,
});
const report = (type: ReportSpec['type']): ReportSpec => ({
  kind: 'report',
  type,
  agentIds: [],
  includeFields: [],
});
const reviews: ReviewsSpec = { kind: 'reviews' };
const MARCH = { start: Date.parse('2026-03-01') / 1_000, end: Date.parse('2026-04-01') / 1_000 };

/** A completed job of March with its file, and what is said otherwise. */
async function aJob(
  { tenant }: Sender,
  spec: ExportSpec,
  fields: Record<string, string | number> = {},
): Promise<void> {
  const job = {
    tenant: tenant.slug,
    id: 'x',
    kind: spec.kind,
    format: 'csv',
    spec: JSON.stringify(spec),
    from_date: '2026-03-01',
    to_date: '2026-03-31',
    time_zone: 'UTC',
    period_start: MARCH.start,
    period_end: MARCH.end,
    status: 'completed',
    created_at: 1,
    expires_at: 4_000_000_000,
    fence: 1,
    lease_until: 0,
    attempts: 0,
    rows_written: 0,
    has_file: 1,
    holds: holdingOf(spec),
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

type Fate = 'withdrawn' | 'stays';

/** Of each scope: as it is, then with details of calls, transcripts and conversations included. */
const ANALYTICS = {
  voice: ['stays', 'withdrawn', 'stays', 'withdrawn'],
  conversations: ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
  all: ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
  sla_quality: ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
  resolution_rates: ['stays', 'stays', 'stays', 'withdrawn'],
  performance: ['stays', 'stays', 'stays', 'withdrawn'],
  queues: ['stays', 'stays', 'stays', 'withdrawn'],
  agent_time: ['stays', 'stays', 'stays', 'withdrawn'],
} satisfies Record<AnalyticsSpec['scope'], Fate[]>;
const INCLUDED = [{}, { callDetails: true }, { transcripts: true }, { conversations: true }];
const REPORTS = {
  conversation_summary: 'withdrawn',
  agent_performance: 'stays',
  cost_summary: 'stays',
} satisfies Record<ReportSpec['type'], Fate>;
const EVERY_KIND = {
  analytics: Object.entries(ANALYTICS).flatMap(([scope, fates]) =>
    fates.map((fate, index) => [analytics(scope as AnalyticsSpec['scope'], INCLUDED[index]), fate] as const),
  ),
  report: Object.entries(REPORTS).map(([type, fate]) => [report(type as ReportSpec['type']), fate] as const),
  query: [
    [{ kind: 'query', query: { metrics: ['total_calls'], dimensions: ['agent'] }, columns: [] }, 'stays'],
  ],
  reviews: [[reviews, 'withdrawn']],
  tenant: [[{ kind: 'tenant' }, 'withdrawn']],
} satisfies Record<ExportKind, (readonly [ExportSpec, string])[]>;

test('of all that can be asked for, what holds rows of single interactions is withdrawn', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  const { store } = sender.tenant;
  const period = { ...MARCH, zone: 'UTC', fromDay: 0, toDay: 0 };
  const queue = { send: async () => undefined } as never;
  const context = contextOf(sender.tenant, { env: { EXPORT_QUEUE: queue } });
  const expected: Record<string, string> = {};
  const found: Record<string, string> = {};
  for (const [spec, fate] of Object.values(EVERY_KIND).flat()) {
    const request = { spec, format: 'csv', from: '2026-03-01', to: '2026-03-31', period } as const;
    const { id } = await createExport(context, request);
    expected[id] = `${JSON.stringify(spec)} ${fate}`;
  }
  await erase(sender, 'crm-7');
  const [rows] = await store.batch([JOBS.with()]);
  for (const { id, spec, status } of rows) {
    found[id] = `${spec} ${status === 'queued' ? 'stays' : status}`;
  }
  expect(found).toEqual(expected);
});

test('a job that does not say what its file holds, or says what nobody knows, is withdrawn', async () => {
  const sender = await senderOf();
  await sender.send(...SENT);
  await aJob(sender, report('cost_summary'), { holds: 'something new' });
  await erase(sender, 'nobody');
  expect(await jobOf(sender)).toMatchObject(WITHDRAWN);
});

test('a section that does not say what it holds does not compile', () => {
  const rows = {
    name: 'a',
    columns: [],
    count: async () => null,
    page: async () => ({ rows: [], next: null }),
  };
  // @ts-expect-error What it holds is missing.
  const ofAnalytics: AnalyticsSection = { open: () => rows };
  // @ts-expect-error What it holds is missing.
  const ofSource: Source['sections'] = [rows];
  // @ts-expect-error There is no such holding.
  const misspelt: Source['sections'] = [{ ...rows, holds: 'interaction' }];
  expect([ofAnalytics, ofSource, misspelt]).toHaveLength(3);
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

test.each<[string, ExportSpec, Record<string, string | number>, object]>([
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
  const sweep = (at: number) => sweepExports(contextOf(sender.tenant, { now: at }));
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
  await sweepExports(contextOf(sender.tenant, { now }));
  expect(await jobOf(sender)).toMatchObject({ ...WITHDRAWN, has_file: 0 });
});
