import { rememberExport } from './exports.ts';
import type { Query } from './query.ts';
import { ApiError, ask, send } from './request.ts';
import { saveFile } from './save-file.ts';

/** Excel reads CSV as UTF-8 only if it begins with this. */
const BOM = '﻿';
const POLL_MS = 700;

/** The rows of a query, up to 1,000 of them, as CSV. */
export async function downloadCsv(query: Query, name: string, tenant: string): Promise<void> {
  const { include: _, compare: __, ...asked } = query;
  const body = { ...asked, format: 'csv', limit: Math.max(asked.limit ?? 0, 1_000) };
  const response = await send('/api/v1/query', { method: 'POST', body, tenant });
  saveFile(new Blob([BOM, await response.text()], { type: 'text/csv;charset=utf-8' }), `${name}.csv`);
}

interface Export {
  export_id: string;
  status: string;
  download_url?: string | null;
}

/** All rows of a query as a file of Excel, made by an export. */
export async function downloadXlsx(query: Query, tenant: string): Promise<void> {
  const { compare: _, after: __, include: ___, limit: ____, ...asked } = query;
  let made = await ask<Export>('/api/v1/query/exports', {
    method: 'POST',
    body: { query: asked, format: 'xlsx' },
    tenant,
  });
  rememberExport(tenant, {
    kind: 'query',
    id: made.export_id,
    of: 'query',
    format: 'xlsx',
    from: '',
    to: '',
    askedAt: new Date().toISOString(),
  });
  while (made.status !== 'completed') {
    if (made.status === 'failed') throw new ApiError(0, 'The export failed.');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    made = await ask<Export>(`/api/v1/query/exports/${made.export_id}`, { tenant });
  }
  if (made.download_url) location.assign(made.download_url);
}
