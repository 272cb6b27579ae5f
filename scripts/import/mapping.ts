import * as z from 'zod';
import { requestErrors } from '../../src/field-errors.ts';
import { accepting } from '../../src/messages.ts';
import { conditionSchema, expressionSchema, zoneSchema } from './expression.ts';

const name = z.string().min(1);

const DIMENSIONS = [
  'agent',
  'team',
  'department',
  'campaign',
  'call_center',
  'engagement',
  'email_channel',
  'article',
] as const;
const FACTS = ['interaction', 'evaluation', 'quality_review'] as const;
const COUNTERS = ['article_stats', 'email_channel_stats'] as const;

const recordSchema = z
  .strictObject({
    type: z.enum([...FACTS, ...DIMENSIONS, ...COUNTERS]),
    id: expressionSchema.optional(),
    when: conditionSchema.optional(),
    once: z.boolean().optional(),
    fields: z.record(
      z.string().regex(/^[a-z_]+(\.[a-z_]+)*$/, 'Must be a field name such as status or customer.id.'),
      expressionSchema,
    ),
  })
  .check(({ value: record, issues }) => {
    const counter = COUNTERS.some((type) => type === record.type);
    if (counter === (record.id !== undefined)) {
      const message = counter
        ? 'Not accepted: a daily counter is identified by its dimension and date.'
        : `Required for ${record.type}.`;
      issues.push({ code: 'custom', path: ['id'], message, input: record });
    }
    for (const field of ['type', 'id']) {
      if (Object.hasOwn(record.fields, field)) {
        issues.push({
          code: 'custom',
          path: ['fields', field],
          message: 'Accepted only beside "fields", not in it.',
          input: record,
        });
      }
    }
  });

const mappingSchema = z.strictObject({
  name,
  notes: z.array(z.string()).optional(),
  file: z
    .strictObject({
      delimiter: z.string().min(1).default(','),
      quote: z.string().length(1).nullable().default('"'),
      encoding: z
        .string({ error: accepting('a known encoding such as utf-8 or windows-1252') })
        .refine(isEncoding)
        .default('utf-8'),
      columns: z.array(name).min(1).optional(),
    })
    .prefault({}),
  zone: zoneSchema.default('UTC'),
  skip: z.array(z.strictObject({ rule: name, if: conditionSchema })).default([]),
  values: z.record(name, expressionSchema).default({}),
  records: z.array(recordSchema).min(1),
});

export type RecordMapping = z.infer<typeof recordSchema>;
export type Mapping = z.infer<typeof mappingSchema>;

/** An invalid mapping; `problems` are lines of `path: what is wrong`. */
export class MappingError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The mapping has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n  ${problems.join('\n  ')}`,
    );
    this.problems = problems;
  }
}

/** Validates a mapping and fills in its defaults. Throws MappingError that names each path. */
export function parseMapping(json: unknown): Mapping {
  const parsed = mappingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { listed, total } = requestErrors(parsed.error.issues);
  const problems = listed.map(({ path, message }) => `${path || '(mapping)'}: ${message}`);
  if (total > listed.length) problems.push(`(mapping): ${total - listed.length} more problems.`);
  throw new MappingError(problems);
}

/** Whether a record is sent only once per file. Dimension records are, unless the mapping says otherwise. */
export function isOnce(record: RecordMapping): boolean {
  return record.once ?? DIMENSIONS.some((type) => type === record.type);
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
