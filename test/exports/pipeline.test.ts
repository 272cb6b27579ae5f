import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { findJob, findRow } from '../../src/exports/jobs.ts';
import { GIVEN_UP, type Outcome, runSlice, type Workshop } from '../../src/exports/run.ts';
import { statement } from '../../src/store/statement.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { bucketWith, expectedFile, newJob, storedNames, workshopOf } from './synthetic.ts';

/** Two sections of these make 11 MB: three parts. */
const ROWS = 50_000;

const WITHDRAW = statement(`
  UPDATE export_jobs SET status = 'withdrawn', error = 'Withdrawn.', fence = fence + 1, lease_until = 0
  WHERE tenant = ?1 AND id = ?2`);

async function fileOf(tenant: TestTenant, id: string): Promise<string> {
  const stored = await env.EXPORT_FILES.get(`${tenant.slug}/${id}.csv`);
  return stored ? stored.text() : '(no file)';
}

async function digestOf(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return `sha-256:${Buffer.from(digest).toString('hex')}`;
}

/** Slice after slice until the job is over. */
async function runAll(workshop: Workshop, id: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.at(-1) !== 'over' && outcomes.length < 60) outcomes.push(await runSlice(workshop, id));
  return outcomes;
}

async function expectWhole(tenant: TestTenant, id: string, rows: number): Promise<void> {
  const expected = expectedFile(rows);
  expect((await fileOf(tenant, id)) === expected).toBe(true);
  expect(await findJob(tenant.store, id)).toMatchObject({
    status: 'completed',
    rowsExpected: 2 * rows,
    rowsWritten: 2 * rows,
    bytes: expected.length,
    checksum: await digestOf(expected),
    error: null,
  });
  expect(await storedNames(tenant)).toEqual([`${tenant.slug}/${id}.csv`]);
}

test('a new job is queued, asks for its first slice and stands in the audit log', async () => {
  const tenant = await freshTenant();
  const { job, sent } = await newJob(tenant);
  expect(sent).toEqual([{ tenant: tenant.slug, job: job.id }]);
  expect(job).toMatchObject({
    status: 'queued',
    rowsExpected: null,
    rowsWritten: 0,
    expiresAt: job.createdAt + 604_800,
  });
  const audit = statement<{ action: string; details: string }>(
    'SELECT action, details FROM audit_log WHERE tenant = ?1 AND subject = ?2',
  );
  const [rows] = await tenant.store.batch([audit.with(job.id)]);
  expect(rows.map(({ action, details }) => [action, JSON.parse(details)])).toEqual([
    [
      'export_created',
      {
        kind: 'reviews',
        format: 'csv',
        from: '2026-03-01',
        to: '2026-03-08',
        time_zone: 'UTC',
        campaignId: null,
        callCenterId: null,
        engagementId: null,
      },
    ],
  ]);
});

test.each([
  ['a small file, in one slice', 10, 20_000, 1],
  ['no rows at all', 0, 20_000, 1],
  ['several parts in one slice', ROWS, 20_000, 1],
])('%s', async (_, rows, sliceMilliseconds, slices) => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const outcomes = await runAll(workshopOf(tenant, rows, { sliceMilliseconds }), job.id);
  expect(outcomes).toHaveLength(slices);
  await expectWhole(tenant, job.id, rows);
});

test('a page a slice makes the same file', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const outcomes = await runAll(workshopOf(tenant, ROWS, { sliceMilliseconds: 0 }), job.id);
  // 25 pages a section, whose last does not end a slice.
  expect(outcomes).toEqual([...Array(48).fill('more'), 'over']);
  await expectWhole(tenant, job.id, ROWS);
});

/** Fails once, the `at`-th time that it is called. */
function once(at: number): () => void {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls === at) throw new Error('Killed.');
  };
}

function killedUploads(at: number, isAfter: boolean): Partial<R2Bucket> {
  const kill = once(at);
  const wrap = (upload: R2MultipartUpload): R2MultipartUpload =>
    ({
      key: upload.key,
      uploadId: upload.uploadId,
      abort: () => upload.abort(),
      complete: (parts: R2UploadedPart[]) => upload.complete(parts),
      async uploadPart(number: number, bytes: Uint8Array) {
        if (!isAfter) kill();
        const part = await upload.uploadPart(number, bytes);
        if (isAfter) kill();
        return part;
      },
    }) as R2MultipartUpload;
  return {
    createMultipartUpload: async (key, options) =>
      wrap(await env.EXPORT_FILES.createMultipartUpload(key, options)),
    resumeMultipartUpload: (key, id) => wrap(env.EXPORT_FILES.resumeMultipartUpload(key, id)),
  };
}

/** Reading the file back to check it comes after the parts were joined. */
function killedAfterJoining(): Partial<R2Bucket> {
  const kill = once(1);
  const get = async (key: string) => {
    if (key.endsWith('.csv')) kill();
    return env.EXPORT_FILES.get(key);
  };
  return { get: get as R2Bucket['get'] };
}

function killedCheckpoint(): Partial<R2Bucket> {
  const kill = once(2);
  const put = async (key: string, bytes: Uint8Array) => {
    const stored = await env.EXPORT_FILES.put(key, bytes);
    if (key.startsWith('carry/')) kill();
    return stored;
  };
  return { put: put as never };
}

test.each<[string, () => Partial<R2Bucket>, number | undefined]>([
  ['in a page', () => ({}), 30],
  ['before the first part is stored', () => killedUploads(1, false), undefined],
  ['after the second part is stored', () => killedUploads(2, true), undefined],
  ['after the last part is stored', () => killedUploads(3, true), undefined],
  ['after the carried bytes are stored', killedCheckpoint, undefined],
  ['after the parts are joined', killedAfterJoining, undefined],
])('killed %s, it goes on and makes the same file', async (_, bucket, killedPage) => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const each = killedPage === undefined ? () => {} : once(killedPage);
  const workshop = workshopOf(tenant, ROWS, { bucket: bucketWith(bucket()), each });
  expect(await runAll(workshop, job.id)).toEqual(['again', 'over']);
  await expectWhole(tenant, job.id, ROWS);
});

test('the same message twice, and two at once, make one file', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const workshop = workshopOf(tenant, 5_000);
  const outcomes = await Promise.all([runSlice(workshop, job.id), runSlice(workshop, job.id)]);
  expect(outcomes.toSorted()).toEqual(['lost', 'over']);
  expect(await runSlice(workshop, job.id)).toBe('lost');
  await expectWhole(tenant, job.id, 5_000);
});

test('a worker whose lease is over loses the job to the next one', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  let late = 0;
  const slow = workshopOf(tenant, 5_000, {
    clock: () => Date.now() + late,
    async each(section) {
      if (section !== 'b' || late > 0) return;
      late = 121_000;
      const next = workshopOf(tenant, 5_000, { clock: () => Date.now() + late });
      expect(await runSlice(next, job.id)).toBe('over');
    },
  });
  expect(await runSlice(slow, job.id)).toBe('lost');
  await expectWhole(tenant, job.id, 5_000);
});

test('withdrawn while at work, it leaves nothing behind', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const workshop = workshopOf(tenant, 5_000, {
    each: (section) => section === 'b' && tenant.store.batch([WITHDRAW.with(job.id)]),
  });
  expect(await runSlice(workshop, job.id)).toBe('lost');
  expect(await findJob(tenant.store, job.id)).toMatchObject({ status: 'withdrawn', error: 'Withdrawn.' });
  expect(await storedNames(tenant)).toEqual([]);
});

test('after five attempts without progress a job fails and says so', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const workshop = workshopOf(tenant, 10, {
    each() {
      throw new Error('Never.');
    },
  });
  expect(await runAll(workshop, job.id)).toEqual(['again', 'again', 'again', 'again', 'over']);
  expect(await findJob(tenant.store, job.id)).toMatchObject({ status: 'failed', error: GIVEN_UP });
  expect((await findRow(tenant.store, job.id))?.attempts).toBe(5);
});

test('a PDF file shows the first 2,000 rows and of how many', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant, 'pdf');
  expect(await runSlice(workshopOf(tenant, 3_000), job.id)).toBe('over');
  const stored = await env.EXPORT_FILES.get(`${tenant.slug}/${job.id}.pdf`);
  expect(await stored?.text()).toBe('2000 of 6000');
});
