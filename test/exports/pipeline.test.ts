import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { RateLimited, TooLarge, Unavailable } from '../../src/errors.ts';
import type { SliceOutcome, Workshop } from '../../src/exports/context.ts';
import { MAX_UNFINISHED } from '../../src/exports/create.ts';
import {
  type ExportJob,
  findJob,
  findRow,
  GIVEN_UP,
  MAX_AGE_SECONDS,
  requestOf,
  TOO_OLD,
} from '../../src/exports/jobs.ts';
import { runSlice } from '../../src/exports/run.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../support/tenant.ts';
import { bucketWith, expectedFile, newJob, storedNames, workshopOf } from './synthetic.ts';

/** Two sections of these make 11 MB: three parts. */
const ROWS = 50_000;

/** A query that reads next to nothing. */
const NOTHING = statement('SELECT 1 AS one FROM tenants WHERE tenant = ?1');
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
async function runAll(workshop: Workshop, id: string): Promise<SliceOutcome[]> {
  const outcomes: SliceOutcome[] = [];
  while (outcomes.at(-1) !== 'over' && outcomes.length < 60) outcomes.push(await runSlice(workshop, id));
  return outcomes;
}

async function expectWhole(tenant: TestTenant, id: string, rows: number): Promise<void> {
  const expected = expectedFile(rows);
  expect((await fileOf(tenant, id)) === expected).toBe(true);
  expect(await findJob(tenant, id)).toMatchObject({
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
  ['several parts in one slice, joined in another', ROWS, 20_000, 2],
])('a job writes the whole file: %s', async (_, rows, sliceMilliseconds, slices) => {
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
  // 25 pages a section, whose last does not end a slice; one more slice joins the parts.
  expect(outcomes).toEqual([...Array(49).fill('more'), 'over']);
  await expectWhole(tenant, job.id, ROWS);
});

/** Fails once, the `at`-th time that it is called. */
function once(at: number, error = new Error('Killed.')): () => void {
  let calls = 0;
  return () => {
    calls += 1;
    if (calls === at) throw error;
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

/** Joining fails the first time, before or after it is done. */
function killedJoining(isDone: boolean): Partial<R2Bucket> {
  const kill = once(1);
  return {
    resumeMultipartUpload(key, id) {
      const upload = env.EXPORT_FILES.resumeMultipartUpload(key, id);
      return {
        ...upload,
        abort: () => upload.abort(),
        uploadPart: (number: number, bytes: Uint8Array) => upload.uploadPart(number, bytes),
        async complete(parts: R2UploadedPart[]) {
          if (!isDone) kill();
          const joined = await upload.complete(parts);
          kill();
          return joined;
        },
      } as R2MultipartUpload;
    },
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

const KILLED_WRITING: SliceOutcome[] = ['again', 'more', 'over'];

test.each<[string, () => Partial<R2Bucket>, number | undefined, SliceOutcome[]]>([
  ['in a page', () => ({}), 30, KILLED_WRITING],
  ['before the first part is stored', () => killedUploads(1, false), undefined, KILLED_WRITING],
  ['after the second part is stored', () => killedUploads(2, true), undefined, KILLED_WRITING],
  ['after the last part is stored', () => killedUploads(3, true), undefined, KILLED_WRITING],
  ['after the carried bytes are stored', killedCheckpoint, undefined, KILLED_WRITING],
  ['before the parts are joined', () => killedJoining(false), undefined, ['more', 'again', 'over']],
  ['while the parts are joined', () => killedJoining(true), undefined, ['more', 'over']],
  ['after the parts are joined', killedAfterJoining, undefined, ['more', 'again', 'over']],
])('killed %s, it goes on and makes the same file', async (_, bucket, killedPage, expected) => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const each = killedPage === undefined ? () => {} : once(killedPage);
  const workshop = workshopOf(tenant, ROWS, { bucket: bucketWith(bucket()), each });
  expect(await runAll(workshop, job.id)).toEqual(expected);
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

test('a worker who does not know that another one has the job writes no checkpoint', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const at = (seconds: number) => ({ sliceMilliseconds: 0, clock: () => Date.now() + seconds * 1_000 });
  let isTaken = false;
  const slow = workshopOf(tenant, 5_000, {
    ...at(0),
    async each() {
      if (isTaken) return;
      isTaken = true;
      expect(await runSlice(workshopOf(tenant, 5_000, at(121)), job.id)).toBe('more');
      expect(await runSlice(workshopOf(tenant, 5_000, at(122)), job.id)).toBe('more');
    },
  });
  expect(await runSlice(slow, job.id)).toBe('lost');
  expect((await findRow(tenant, job.id))?.rows_written).toBe(4_000);
  expect((await runAll(workshopOf(tenant, 5_000, at(123)), job.id)).at(-1)).toBe('over');
  await expectWhole(tenant, job.id, 5_000);
});

test('withdrawn while at work, it leaves nothing behind', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const workshop = workshopOf(tenant, 5_000, {
    each: (section) => section === 'b' && tenant.store.batch([WITHDRAW.with(job.id)]),
  });
  expect(await runSlice(workshop, job.id)).toBe('lost');
  expect(await findJob(tenant, job.id)).toMatchObject({ status: 'withdrawn', error: 'Withdrawn.' });
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
  expect(await findJob(tenant, job.id)).toMatchObject({ status: 'failed', error: GIVEN_UP });
  expect((await findRow(tenant, job.id))?.attempts).toBe(5);
});

/** Leaves a job as workers that died without a word do. */
const LEFT = statement('UPDATE export_jobs SET attempts = ?3 WHERE tenant = ?1 AND id = ?2');

test.each([
  [4, 'over', { status: 'completed' }],
  [5, 'over', { status: 'failed', error: GIVEN_UP }],
])('after %i workers that died at work, the next one makes it %s: %j', async (died, outcome, expected) => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  await tenant.store.batch([LEFT.with(job.id, died)]);
  expect(await runSlice(workshopOf(tenant, 10), job.id)).toBe(outcome);
  expect(await findJob(tenant, job.id)).toMatchObject(expected);
});

test('a PDF file shows the first 2,000 rows and of how many', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant, 'pdf');
  expect(await runSlice(workshopOf(tenant, 3_000), job.id)).toBe('over');
  const stored = await env.EXPORT_FILES.get(`${tenant.slug}/${job.id}.pdf`);
  expect(await stored?.text()).toBe('2000 of 6000');
});

/** A source of one section of `pages` pages of 100 rows, each at the cost of some queries; nobody counts its rows. */
function costlySource(pages: number, queries: number): Workshop['openSource'] {
  return ({ store }) => ({
    title: 'Costly',
    layout: 'rows',
    overview: async () => ({ keyFigures: [], chart: null }),
    sections: [
      {
        name: 'a',
        holds: 'figures',
        columns: [{ name: 'row', type: 'number' }],
        count: async () => null,
        async page(cursor) {
          const first = Number(cursor?.[0] ?? 0);
          await store.batch(Array.from({ length: queries }, () => NOTHING.with()));
          const rows = Array.from({ length: 100 }, (_, index) => [first + index]);
          return { rows, next: first + 100 < pages * 100 ? [first + 100] : null };
        },
      },
    ],
  });
}

test('a slice ends once it has used up its queries', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const workshop = workshopOf(tenant, 0, { openSource: costlySource(20, 100) });
  expect(await runAll(workshop, job.id)).toEqual(['more', 'more', 'more', 'over']);
  expect(await findJob(tenant, job.id)).toMatchObject({ rowsWritten: 2_000, rowsExpected: 2_000 });
});

test('what is printed may be found, and counted, in several slices', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant, 'pdf');
  const workshop = workshopOf(tenant, 0, { openSource: costlySource(30, 200) });
  expect(await runAll(workshop, job.id)).toEqual([...Array(9).fill('more'), 'over']);
  expect(await (await env.EXPORT_FILES.get(`${tenant.slug}/${job.id}.pdf`))?.text()).toBe('2000 of 3000');
  expect(await storedNames(tenant)).toEqual([`${tenant.slug}/${job.id}.pdf`]);
});

test('a reason fit for its users fails a job at once, one that passes does not', async () => {
  const tenant = await freshTenant();
  const [large, busy] = [await newJob(tenant), await newJob(tenant)];
  const failing = (error: Error) => {
    const fail = once(1, error);
    return workshopOf(tenant, 10, { each: fail });
  };
  expect(await runAll(failing(new TooLarge('Too many sheets.')), large.job.id)).toEqual(['over']);
  expect(await findJob(tenant, large.job.id)).toMatchObject({
    status: 'failed',
    error: 'Too many sheets.',
  });
  expect(await runAll(failing(new Unavailable('Soon.', 60)), busy.job.id)).toEqual(['again', 'over']);
  await expectWhole(tenant, busy.job.id, 10);
});

test('an export is made though its rows could not be counted', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const workshop = workshopOf(tenant, 10);
  const uncounted = workshopOf(tenant, 10, {
    openSource(context, request) {
      const source = workshop.openSource(context, request);
      const count = () => Promise.reject(new Error('It took too long.'));
      return { ...source, sections: source.sections.map((section) => ({ ...section, count })) };
    },
  });
  expect(await runAll(uncounted, job.id)).toEqual(['over']);
  await expectWhole(tenant, job.id, 10);
});

test('a job that nobody finished within six hours fails, busy or not', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant, 'csv', nowSeconds() - MAX_AGE_SECONDS);
  expect(await runAll(workshopOf(tenant, 10), job.id)).toEqual(['over']);
  expect(await findJob(tenant, job.id)).toMatchObject({ status: 'failed', error: TOO_OLD });
});

test('what starts after an export was asked for is not in it', () => {
  const period = { start: 1_000, end: 5_000, zone: 'UTC', fromDay: 0, toDay: 0 };
  const endOf = (createdAt: number) => requestOf({ ...({} as ExportJob), period, createdAt }).period.end;
  expect([endOf(999), endOf(1_000), endOf(3_000), endOf(4_999), endOf(5_000)]).toEqual([
    5_000, 1_001, 3_001, 5_000, 5_000,
  ]);
});

test('at most a hundred exports of a tenant are unfinished', async () => {
  const tenant = await freshTenant();
  const { job } = await newJob(tenant);
  const FILL = statement(`
    INSERT INTO export_jobs (tenant, id, kind, format, spec, from_date, to_date, time_zone, period_start, period_end,
      status, created_at, expires_at, fence, lease_until, attempts, rows_written, has_file)
    SELECT ?1, 'x' || k.value, e.kind, e.format, e.spec, e.from_date, e.to_date, e.time_zone, e.period_start,
      e.period_end, e.status, e.created_at, e.expires_at, 0, ?3, 0, 0, 0
    FROM json_each(?2) k CROSS JOIN export_jobs e WHERE e.tenant = ?1 AND e.status = 'queued'`);
  const others = Array.from({ length: MAX_UNFINISHED - 1 }, (_, index) => index);
  await tenant.store.batch([FILL.with(JSON.stringify(others), nowSeconds() + 60)]);
  await expect(newJob(tenant)).rejects.toThrow(RateLimited);
  const created = statement<{ count: number }>('SELECT count(*) AS count FROM audit_log WHERE tenant = ?1');
  const count = async () => (await tenant.store.batch([created.with()]))[0][0]?.count;
  const before = await count();
  expect(await runAll(workshopOf(tenant, 10), job.id)).toEqual(['over']);
  await newJob(tenant);
  expect(await count()).toBe((before ?? 0) + 1);
});
