import * as z from 'zod';
import { RECORDS } from '../../../src/records/registry.ts';
import type { RecordType } from '../../../src/records/types.ts';
import { isZone } from '../../../src/time/zones.ts';

const name = z.string().min(1);
const expression = z.string().min(1);
const TYPES = Object.keys(RECORDS) as [RecordType, ...RecordType[]];

/** How a file is read. What is left out is found out from its content, or usual. */
const fileSchema = z
  .strictObject({
    format: z.enum(['delimited', 'xlsx', 'json', 'ndjson']).optional(),
    delimiter: z.string().min(1).default(','),
    quote: z.string().length(1).nullable().default('"'),
    encoding: z.string().refine(isEncoding, 'is no known encoding, for example windows-1252').optional(),
    /** The line of the header; 0: none. */
    header: z.int().min(0).optional(),
    columns: z.array(name).min(1).optional(),
    ragged: z.enum(['reject', 'accept']).default('reject'),
    sheet: z.union([name, z.int().min(1)]).optional(),
    /** The path of the list in a JSON file. */
    records: z
      .string()
      .regex(/^[^.\s][^.]*(\.[^.]+)*$/, 'is no path such as tickets or data.items')
      .optional(),
  })
  .check(({ value, issues }) => {
    if (value.header !== 0 || value.columns !== undefined) return;
    issues.push({ code: 'custom', path: ['columns'], message: 'Required if header is 0.', input: value });
  });

const recordSchema = z.strictObject({
  type: z.enum(TYPES),
  /** A list: a record is made for each item, which is `$item`. */
  each: expression.optional(),
  id: expression.optional(),
  when: expression.optional(),
  once: z.boolean().optional(),
  fields: z.record(z.string(), z.union([expression, z.strictObject({ try: expression })])),
});

const mappingSchema = z.strictObject({
  name,
  notes: z.array(z.string()).optional(),
  file: fileSchema.prefault({}),
  zone: z.string().refine(isZone, 'is no IANA time zone, for example Europe/Lisbon').default('UTC'),
  tables: z
    .record(name, z.strictObject({ path: name, key: name, file: fileSchema.prefault({}) }))
    .default({}),
  skip: z.array(z.strictObject({ rule: name, if: expression })).default([]),
  group: expression.optional(),
  values: z.record(z.string().regex(/^[a-z]\w*$/i, 'is no name such as started'), expression).default({}),
  records: z.array(recordSchema).min(1),
});

export type FileOptions = z.output<typeof fileSchema>;
export type RecordMapping = z.output<typeof recordSchema>;
export type Mapping = z.output<typeof mappingSchema>;

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

/** Validates the form of a mapping and fills in its defaults. Throws MappingError that names each path. */
export function parseMapping(json: unknown): Mapping {
  const parsed = mappingSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new MappingError(
    parsed.error.issues.map(
      ({ path, message }) => `${path.length === 0 ? '(mapping)' : path.join('.')}: ${message}`,
    ),
  );
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}
