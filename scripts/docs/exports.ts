import type { Column, ColumnType, SourceContext } from '../../src/exports/section.ts';
import { sourceOf } from '../../src/exports/sections/registry.ts';
import { ANALYTICS_SCOPES, type ExportSpec, REPORT_FIELDS, REPORT_TYPES } from '../../src/exports/spec.ts';
import { code, table } from './markdown.ts';

/** How each type of column is written, by format. */
const WRITTEN: Readonly<Record<ColumnType, readonly [csv: string, json: string, xlsx: string, pdf: string]>> =
  {
    text: ["text; `'` before what looks like a formula", 'string', 'text', 'text'],
    plain: ['text', 'string', 'text', 'text'],
    number: ['number', 'number', 'number', 'number, right-aligned'],
    date: ['`2026-03-01`', 'the same', 'date', '`2026-03-01`'],
    instant: [
      '`2026-03-01T09:05:07+01:00`, in the time zone of the export',
      'the same',
      'date and time, without the offset',
      '`2026-03-01 09:05:07`',
    ],
  };

/** The types of columns, and how each format writes them, as Markdown. */
export function columnTypeDocs(): string {
  const rows = Object.entries(WRITTEN).map(([type, formats]) => [code(type), ...formats]);
  return table(['type', 'CSV', 'JSON', 'XLSX', 'PDF'], rows);
}

/** What a row of each section is. */
const ROWS: Readonly<Record<string, string>> = {
  reviews: 'quality review created in the period',
  conversation_summary: 'ended interaction',
  agent_performance: 'agent with an ended interaction',
  cost_summary: 'day and agent; one without an agent for the rest of a day',
  summary_by_day: 'day',
  call: 'ended call',
  conversation: 'conversation',
  sla: 'conversation with an SLA target',
  resolution: 'day',
  agent: 'agent with a conversation',
  team: 'team with a conversation',
  queues_total: 'period, all queues together',
  queues_by_day: 'day, all queues together',
  queue: 'queue with an offered interaction; one for those without a queue',
  queue_by_day: 'day and queue with an offered interaction; one for those without a queue',
  agents_time_total: 'period, all agents together',
  agents_time_by_day: 'day, all agents together',
  agent_time: 'agent who was signed in or had a shift',
  agent_time_by_day: 'day and agent who was signed in or had a shift',
};

/** Every section of the exports whose format can be chosen: which has it, and its columns with their types. */
export function exportDocs(): string {
  const sections = new Map<string, { columns: readonly Column[]; of: string[] }>();
  for (const [title, spec] of documented()) {
    for (const { name, columns } of sectionsOf(spec)) {
      const known = sections.get(name);
      if (known) known.of.push(title);
      else sections.set(name, { columns, of: [title] });
    }
  }
  return table(
    ['section', 'a row per', 'in', 'columns and their types'],
    [...sections].map(([name, { columns, of }]) => [
      code(name),
      rowOf(name),
      of.join('; '),
      columns.map((column) => `${code(column.name)} ${column.type}`).join(', '),
    ]),
  );
}

function rowOf(section: string): string {
  const row = ROWS[section];
  if (row === undefined) throw new Error(`What is a row of the section ${section}?`);
  return row;
}

/** The exports by the name that their section table shows, each with everything that can be included. */
function documented(): [title: string, spec: ExportSpec][] {
  return [
    ['review export', { kind: 'reviews' }],
    ...REPORT_TYPES.map((type): [string, ExportSpec] => [
      `report ${code(type)}`,
      { kind: 'report', type, agentIds: [], includeFields: REPORT_FIELDS },
    ]),
    ...ANALYTICS_SCOPES.map((scope): [string, ExportSpec] => [
      `analytics ${code(scope)}`,
      { kind: 'analytics', scope, callDetails: true, conversations: true, transcripts: true },
    ]),
  ];
}

/** Opening a source reads nothing, so it needs no tenant. */
function sectionsOf(spec: ExportSpec): readonly { name: string; columns: readonly Column[] }[] {
  const context = { tenant: { timeZone: 'UTC' }, now: 0 } as SourceContext;
  const period = { start: 0, end: 0, zone: 'UTC', fromDay: 0, toDay: 0 };
  return sourceOf(context, { spec, format: 'json', from: '', to: '', period }).sections;
}
