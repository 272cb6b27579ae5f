import type { RecordDefinition } from '../../src/records/define.ts';
import { code, table } from './markdown.ts';
import { fieldsOf } from './schema-fields.ts';

/** Fields that every record has; they are documented once. */
const ENVELOPE = new Set(['type', 'updated_at', 'deleted']);

/** The fields of every record type as Markdown, one section per type. */
export function recordDocs(records: readonly RecordDefinition[]): string {
  return records.map(recordSection).join('\n\n');
}

function recordSection({ type, schema }: RecordDefinition): string {
  const { description } = schema;
  const rows = fieldsOf(schema, 'input')
    .filter(({ path }) => !ENVELOPE.has(path))
    .map((field) => [code(field.path), field.type, field.description, field.isRequired ? 'yes' : '']);
  return [
    `### ${code(type)}`,
    ...(description ? [description] : []),
    table(['field', 'type', 'description', 'required'], rows),
  ].join('\n\n');
}
