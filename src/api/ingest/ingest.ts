import * as z from 'zod';
import { permits } from '../../auth/actor.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { BOUNDS } from '../../bounds.ts';
import { readBytes } from '../../http/body.ts';
import type { RequestContext } from '../../http/context.ts';
import { callerName } from '../../http/log-identity.ts';
import { defineOperation } from '../../http/operation.ts';
import { ingest } from '../../ingest/ingest.ts';
import { logLine } from '../../log.ts';
import { MAX_BODY_BYTES, MAX_RECORDS } from '../../records/body.ts';
import { customerErasureSchema } from '../../records/customer-erasure.ts';
import { RECORDS } from '../../records/registry.ts';
import { isDue } from '../../rollups/refresh.ts';

/** A record or a deletion, as sent. `type` selects the schema. */
export const sentRecord = z.xor([
  ...Object.values(RECORDS).flatMap(({ schema, deletionSchema }) => [schema, deletionSchema]),
  customerErasureSchema,
]);

/** Bodies of ingest by content type, for the API description. Each record is validated separately. */
const SENT_RECORDS = {
  'application/json': z.strictObject({ records: z.array(sentRecord).max(MAX_RECORDS) }),
  'application/x-ndjson': z
    .string()
    .describe(`One record a line, each as in the list of the JSON body; at most ${MAX_RECORDS} lines.`),
};

const flag = z.enum(['true', 'false']).optional();
const count = z.int().nonnegative();
const reasons = z.array(z.object({ path: z.string(), message: z.string() }));
const placeShape = {
  index: count.describe('Place among the records sent, from 0.'),
  type: z.string().nullable(),
  id: z.string().nullable(),
};

export const ingestOperation = defineOperation({
  id: 'ingest',
  contract: 'core',
  method: 'POST',
  path: '/api/v1/ingest',
  summary: 'Stores up to 1,000 records (JSON or NDJSON, 4 MiB); every read sees them once it has answered.',
  credential: 'tenant',
  permission: PERMISSIONS.ingest,
  query: z.strictObject({
    atomic: flag.describe('true: all records or none.'),
    dry_run: flag.describe('true: answer what would become of them, store nothing.'),
    strict: flag.describe('true: reject a record instead of mending a field that only describes it.'),
  }),
  rawBody: true,
  accepts: SENT_RECORDS,
  response: z.object({
    received: count,
    created: count,
    updated: count,
    unchanged: count.describe('Equal to what is stored; the version may have moved.'),
    stale: count.describe('Older than what is stored: not applied.'),
    deleted: count,
    rejected: count.describe('Not stored; errors says why.'),
    warned: count.describe('Accepted after a field that only describes the record was cut or left out.'),
    warnings: z
      .array(z.object({ ...placeShape, warnings: reasons }))
      .describe(`What was cut or left out of them; the first ${BOUNDS.listedWarnings.value} such records.`),
    errors: z.array(z.object({ ...placeShape, errors: reasons })),
  }),
  errors: [413, 415, 503],
  async handle(context, { query }) {
    const { request, tenant, actor, now, env, defer } = context;
    const dryRun = query.dry_run === 'true';
    const body = await readBytes(request, MAX_BODY_BYTES);
    const { report, wrote, backlog } = await ingest(context, {
      body,
      contentType: request.headers.get('Content-Type'),
      atomic: query.atomic === 'true',
      strict: query.strict === 'true',
      rights: {
        deleteRecords: permits(PERMISSIONS.deleteRecords, actor),
        eraseCustomers: permits(PERMISSIONS.eraseCustomers, actor),
      },
      dryRun,
      quotas: tenant.quotas,
    });
    if (report.deleted > BOUNDS.massDeletion.value && !dryRun) logMassDeletion(context, report.deleted);
    if (wrote && isDue(backlog, now)) defer(env.REFRESH_QUEUE.send({ tenant: tenant.slug }));
    return report;
  },
});

/** Logs a request that deleted many records, so that operators can alert on it. */
function logMassDeletion(context: RequestContext, deleted: number): void {
  const { tenant, config, requestId: request_id } = context;
  const caller = callerName(context.actor, tenant.slug, config.dataSecret);
  logLine('info', { event: 'mass_deletion', tenant: tenant.slug, caller, deleted, request_id });
}
