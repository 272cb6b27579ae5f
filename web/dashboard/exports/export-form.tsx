import { useState } from 'preact/hooks';
import { type ExportKind, type Format, rememberExport } from '../api/exports.ts';
import { ask } from '../api/request.ts';
import { Form, textOf } from '../components/form.tsx';
import { Checks, Input, Select } from '../components/form-fields.tsx';
import { EXPORTS } from '../messages/exports.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';

type Asked = Exclude<ExportKind, 'query' | 'tenant'>;

interface Kind {
  path: string;
  formats: readonly Format[];
  /** The body field that says what it is about, and its values. */
  of?: { field: string; values: readonly string[] };
  dates: { from: string; to: string };
  options: readonly ('include_call_details' | 'include_conversations' | 'include_transcripts')[];
}

const KINDS: Readonly<Record<Asked, Kind>> = {
  analytics: {
    path: '/api/v1/analytics/export',
    formats: ['xlsx', 'csv', 'pdf', 'json'],
    of: {
      field: 'scope',
      values: [
        'voice',
        'conversations',
        'all',
        'sla_quality',
        'resolution_rates',
        'performance',
        'queues',
        'agent_time',
      ],
    },
    dates: { from: 'start_date', to: 'end_date' },
    options: ['include_call_details', 'include_conversations', 'include_transcripts'],
  },
  report: {
    path: '/api/v1/reports',
    formats: ['csv', 'pdf'],
    of: { field: 'type', values: ['conversation_summary', 'agent_performance', 'cost_summary'] },
    dates: { from: 'dateFrom', to: 'dateTo' },
    options: [],
  },
  reviews: {
    path: '/v1/analytics/export',
    formats: ['csv', 'json'],
    dates: { from: 'dateFrom', to: 'dateTo' },
    options: [],
  },
};

const CSV = {
  excel: { bom: true },
  comma: { bom: true, delimiter: ';', decimal: ',' },
  plain: {},
} as const;
const DAY_MS = 86_400_000;

/** Asks for an export of one of the kinds that the role may make. */
export function ExportForm({ kinds, onAsked }: { kinds: readonly Asked[]; onAsked(): void }) {
  const { tenant, time_zone } = useSession();
  const texts = useTexts(EXPORTS);
  const locale = useLocale();
  const [kind, setKind] = useState<Asked>(kinds[0]!);
  const [format, setFormat] = useState<Format>(KINDS[kind].formats[0]!);
  const { path, formats, of, dates, options } = KINDS[kind];
  const usesComma = (1.5).toLocaleString(locale).includes(',');
  const dateAgo = (days: number) =>
    new Date(Date.now() - days * DAY_MS).toLocaleDateString('sv', { timeZone: time_zone });
  const send = async (values: FormData) => {
    const chosen = textOf(values, of?.field ?? '') ?? 'reviews';
    const [from, to] = [textOf(values, dates.from) ?? '', textOf(values, dates.to) ?? ''];
    const body = {
      ...(of && { [of.field]: chosen }),
      [dates.from]: from,
      [dates.to]: to,
      format,
      ...(format === 'csv' && { csv: CSV[(textOf(values, 'csv') ?? 'plain') as keyof typeof CSV] }),
      ...Object.fromEntries(options.map((name) => [name, values.getAll('options').includes(name)])),
    };
    const made = await ask<{ export_id?: string; reportId?: string; jobId?: string }>(path, {
      method: 'POST',
      body,
      tenant,
    });
    rememberExport(tenant, {
      kind,
      id: made.export_id ?? made.reportId ?? made.jobId ?? '',
      of: chosen,
      format,
      from,
      to,
      askedAt: new Date().toISOString(),
    });
    onAsked();
  };
  return (
    <Form send={send} submit={texts.submit} done={texts.asked}>
      <div class="form-grid">
        <Select
          name="kind"
          label={texts.kind}
          value={kind}
          options={kinds.map((each) => [each, texts.kinds[each]])}
          onChange={(chosen) => {
            setKind(chosen as Asked);
            setFormat(KINDS[chosen as Asked].formats[0]!);
          }}
        />
        {of && (
          <Select
            key={kind}
            name={of.field}
            label={texts.of}
            options={of.values.map((each) => [each, texts.scopes[each] ?? each])}
          />
        )}
        <Input name={dates.from} label={texts.from} type="date" required value={dateAgo(29)} />
        <Input name={dates.to} label={texts.to} type="date" required value={dateAgo(0)} />
        <Select
          key={`${kind} format`}
          name="format"
          label={texts.format}
          value={format}
          options={formats.map((each) => [each, texts.formats[each] ?? each])}
          onChange={(chosen) => setFormat(chosen as Format)}
        />
        {format === 'csv' && (
          <Select
            name="csv"
            label={texts.csv}
            value={usesComma ? 'comma' : 'excel'}
            options={(Object.keys(CSV) as (keyof typeof CSV)[]).map((each) => [each, texts.csvs[each]])}
          />
        )}
      </div>
      {options.length > 0 && (
        <Checks
          name="options"
          label={texts.sections}
          options={options.map((each) => [each, texts.options[each]])}
          values={['include_call_details']}
        />
      )}
    </Form>
  );
}
