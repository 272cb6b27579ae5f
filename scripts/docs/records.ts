import type { RecordDefinition } from '../../src/records/define.ts';
import type { Mending } from '../../src/records/mending.ts';
import { code, table } from './markdown.ts';
import { fieldsOf } from './schema-fields.ts';

/** Fields that every record has; they are documented once. */
const ENVELOPE = new Set(['type', 'updated_at', 'deleted']);

/** The fields of every record type as Markdown, one section per type. */
export function recordDocs(records: readonly RecordDefinition[]): string {
  return records.map(recordSection).join('\n\n');
}

function recordSection({ type, schema, mendings }: RecordDefinition): string {
  const { description } = schema;
  const rows = fieldsOf(schema, 'input')
    .filter(({ path }) => !ENVELOPE.has(path))
    .map((field) => [
      code(field.path),
      field.type,
      field.description,
      field.isRequired ? 'yes' : '',
      mendedBy(mendings[field.path]),
    ]);
  const columns = ['field', 'type', 'description', 'required', 'mended'];
  const shown = Object.keys(mendings).length > 0 ? columns.length : columns.length - 1;
  return [
    `### ${code(type)}`,
    ...(description ? [description] : []),
    table(
      columns.slice(0, shown),
      rows.map((row) => row.slice(0, shown)),
    ),
  ].join('\n\n');
}

/** What ingest does with a side field that it cannot store as sent. */
function mendedBy(mending: Mending | undefined): string {
  if (!mending) return '';
  return mending.cut ? 'cut' : 'left out';
}
