import { ApiError, ask, send } from './request.ts';
import { saveFile } from './save-file.ts';

export type Format = 'xlsx' | 'csv' | 'pdf' | 'json';

/** The kinds of exports that can be asked for, by the operations of the API. */
export type ExportKind = 'analytics' | 'report' | 'reviews' | 'query' | 'tenant';

/** An export that this browser asked for, as it remembers it. */
export interface Remembered {
  kind: ExportKind;
  id: string;
  /** What it is of: a scope or the type of a report. */
  of: string;
  format: string;
  from: string;
  to: string;
  /** ISO 8601. */
  askedAt: string;
}

/** How far an export is. */
export interface Progress {
  status: 'waiting' | 'completed' | 'failed' | 'gone' | 'unknown';
  /** Rows written, and rows in all if they were counted. */
  rows?: number;
  ofRows?: number | undefined;
  error?: string | undefined;
  /** Where the file is; it may need the credential. */
  download?: string | undefined;
  expiresAt?: string | undefined;
}

const KEPT = 'callmeter.exports';
const MOST = 30;

/** What this browser asked for, newest first. */
export function rememberedExports(tenant: string): readonly Remembered[] {
  try {
    return JSON.parse(localStorage.getItem(`${KEPT}.${tenant}`) ?? '[]') as Remembered[];
  } catch {
    return [];
  }
}

export function rememberExport(tenant: string, asked: Remembered): void {
  const kept = [asked, ...rememberedExports(tenant)].slice(0, MOST);
  localStorage.setItem(`${KEPT}.${tenant}`, JSON.stringify(kept));
}

interface Answer {
  status: string;
  rowsWritten?: number;
  rowsExpected?: number | null;
  rows_written?: number;
  lines_written?: number;
  rows_expected?: number | null;
  error?: string | null;
  downloadUrl?: string | null;
  download_url?: string | null;
  expiresAt?: string;
  expires_at?: string;
}

/** How far an export is; of the analytics exports, the API has a list in place of each. */
export async function progressOf({ kind, id }: Remembered, tenant: string): Promise<Progress> {
  if (kind === 'analytics') {
    const { exports } = await ask<{ exports: (Answer & { export_id: string })[] }>(
      '/api/v1/analytics/exports',
      { tenant },
    );
    const found = exports.find(({ export_id }) => export_id === id);
    return found ? progressIn(found, found.download_url) : { status: 'gone' };
  }
  const path = {
    report: '/api/v1/reports',
    reviews: '/v1/analytics/export',
    query: '/api/v1/query/exports',
    tenant: `/api/v1/tenants/${encodeURIComponent(tenant)}/export`,
  }[kind];
  const answer = await ask<Answer>(`${path}/${id}`, { tenant });
  const url = kind === 'report' ? `${path}/${id}/download` : (answer.downloadUrl ?? answer.download_url);
  return progressIn(answer, url);
}

function progressIn(answer: Answer, url: string | null | undefined): Progress {
  const { status } = answer;
  const rows = answer.rowsWritten ?? answer.rows_written ?? answer.lines_written;
  return {
    status: status === 'completed' || status === 'failed' ? status : 'waiting',
    ...(rows !== undefined && { rows }),
    ofRows: answer.rowsExpected ?? answer.rows_expected ?? undefined,
    error: answer.error ?? undefined,
    download: url ?? undefined,
    expiresAt: answer.expiresAt ?? answer.expires_at,
  };
}

/** Downloads the file of an export. Throws ApiError if the API refuses it, such as after it has expired. */
export async function downloadExport(url: string, name: string, tenant: string): Promise<void> {
  const { pathname, search } = new URL(url, location.origin);
  try {
    const response = await send(`${pathname}${search}`, { tenant });
    saveFile(await response.blob(), name);
  } catch (cause) {
    if (cause instanceof ApiError) throw cause;
    // The answer may lead to another address of the API, which the page may not read but the browser may open.
    location.assign(`${pathname}${search}`);
  }
}
