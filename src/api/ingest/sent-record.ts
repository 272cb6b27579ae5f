import * as z from 'zod';
import { MAX_RECORDS } from '../../records/body.ts';
import { customerErasureSchema } from '../../records/customer-erasure.ts';
import { RECORDS } from '../../records/registry.ts';

/** A record or a deletion, as sent. `type` selects the schema. */
export const sentRecord = z.xor([
  ...Object.values(RECORDS).flatMap(({ schema, deletionSchema }) => [schema, deletionSchema]),
  customerErasureSchema,
]);

/** Bodies of ingest by content type, for the API description. Each record is validated separately. */
export const SENT_RECORDS = {
  'application/json': z.strictObject({ records: z.array(sentRecord).max(MAX_RECORDS) }),
  'application/x-ndjson': z
    .string()
    .describe(`One record a line, each as in the list of the JSON body; at most ${MAX_RECORDS} lines.`),
};
