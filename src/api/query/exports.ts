import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { NotFound } from '../../errors.ts';
import { createExport } from '../../exports/create.ts';
import { type ExportJob, fileFormatOf, readJob } from '../../exports/jobs.ts';
import { FILE_FORMATS } from '../../exports/spec.ts';
import { defineOperation } from '../../http/operation.ts';
import { shownColumns } from '../../query-language/answer.ts';
import { askedDefinitions } from '../../query-language/asked-definitions.ts';
import { exportedQuery, readExportedQuery, understoodExport } from '../../query-language/exported-query.ts';
import { dateOfDay, isoInstant } from '../../time/dates.ts';
import { csvField, csvOnly } from '../csv-options.ts';
import { failureOf, linkTo, PUBLIC_STATUSES, publicStatus } from '../exports-shared.ts';

const created = z.object({
  export_id: z.string(),
  status: z.enum(PUBLIC_STATUSES),
  format: z.enum(FILE_FORMATS),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().describe('When the file is deleted.'),
  query: exportedQuery.describe('The query as understood: defaults filled in, presets resolved.'),
});

export const queryExportCreate = defineOperation({
  id: 'queryExportCreate',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/query/exports',
  summary: 'Starts an export of all rows of a query; its file is there for 7 days.',
  credential: 'tenant',
  permission: PERMISSIONS.managerExports,
  idempotent: true,
  body: z
    .strictObject({
      query: exportedQuery.describe('As POST /api/v1/query takes it, without pages, comparison and totals.'),
      format: z.enum(FILE_FORMATS),
      csv: csvField,
    })
    .superRefine(csvOnly),
  response: created,
  status: 202,
  errors: [422],
  async handle(context, { body }) {
    const { store, tenant, now } = context;
    const defined = await askedDefinitions({ store }, body.query);
    const asking = {
      ...{ tenant, now, ...defined },
      get keys() {
        return context.keys;
      },
    };
    const query = readExportedQuery(asking, body.query);
    const { period } = query;
    const job = await createExport(context, {
      format: body.format,
      from: dateOfDay(period.fromDay),
      to: dateOfDay(period.toDay),
      period,
      spec: {
        kind: 'query',
        ...(body.csv && { csv: body.csv }),
        query: understoodExport(query),
        columns: shownColumns(query),
      },
    });
    return presentCreated(job);
  },
});

export const queryExportStatus = defineOperation({
  id: 'queryExportStatus',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/query/exports/:exportId',
  summary: 'How far the export of a query is, and a link to its file once it is there.',
  credential: 'tenant',
  permission: PERMISSIONS.managerExports,
  params: z.object({ exportId: z.string() }),
  response: created.extend({
    rows_written: z.int().describe('Of a PDF, the rows that it prints.'),
    completed_at: z.iso.datetime().nullable(),
    download_url: z
      .string()
      .nullable()
      .describe('A link that needs no credential, made for this answer and open for 15 minutes.'),
    error: z.string().nullable().describe('Why it failed.'),
    bytes: z.int().nullable().describe('Size of the file; null before it is there.'),
    checksum: z.string().nullable().describe('Of the file: `sha-256:` and 64 hexadecimal digits.'),
  }),
  errors: [404],
  async handle(context, { params }) {
    const job = await readJob(context, { kind: 'query', id: params.exportId });
    if (!job) throw new NotFound('No export of a query with this id.');
    const isThere = job.status === 'completed' && job.expiresAt > context.now;
    return {
      ...presentCreated(job),
      rows_written: job.rowsWritten,
      completed_at: job.completedAt === null ? null : isoInstant(job.completedAt),
      download_url: isThere ? linkTo(context, job) : null,
      error: failureOf(job),
      bytes: job.bytes,
      checksum: job.checksum,
    };
  },
});

function presentCreated(job: ExportJob): z.input<typeof created> {
  if (job.spec.kind !== 'query') throw new Error(`The export ${job.id} is not of a query.`);
  return {
    export_id: job.id,
    status: publicStatus(job),
    format: fileFormatOf(job),
    created_at: isoInstant(job.createdAt),
    expires_at: isoInstant(job.expiresAt),
    query: job.spec.query,
  };
}
