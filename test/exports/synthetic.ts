import { env } from 'cloudflare:workers';
import type { Workshop } from '../../src/exports/context.ts';
import { createExport, type SliceMessage } from '../../src/exports/create.ts';
import type { ExportJob } from '../../src/exports/jobs.ts';
import type { Cursor, Format, Page } from '../../src/exports/section.ts';
import type { CsvOptions, FileFormat } from '../../src/exports/spec.ts';
import { contextOf } from '../support/context.ts';
import { nowSeconds, type TestTenant } from '../support/tenant.ts';

const PAGE_ROWS = 2_000;
const FILLER = 'x'.repeat(100);

function line(index: number, cells: readonly unknown[]): string {
  return `${index}|${cells.join('|')}\n`;
}

/** One line a row, with the number of the line: a row that is missing or doubled shows in every later one. */
const numberedLines: Format = {
  open(_, state) {
    let written = state === undefined ? 0 : Number(state);
    const bytes = (text: string) => new TextEncoder().encode(text);
    return {
      begin: () => bytes('begin\n'),
      rows: (_index, rows) => bytes(rows.map((cells) => line(written++, cells)).join('')),
      end: () => bytes('end\n'),
      state: () => String(written),
    };
  },
};

/** The file of two sections of `rows` rows each. */
export function expectedFile(rows: number): string {
  const lines = ['a', 'b'].flatMap((name, section) =>
    Array.from({ length: rows }, (_, row) => line(section * rows + row, [name, row, FILLER])),
  );
  return `begin\n${lines.join('')}end\n`;
}

/** Works on synthetic rows in D1, R2 and time as it is; `each` runs before every page. */
export function workshopOf(
  tenant: TestTenant,
  rows: number,
  options: Partial<Workshop> & { each?: (section: string, first: number) => unknown } = {},
): Workshop {
  const { each, ...replaced } = options;
  const section = (name: string) => ({
    name,
    holds: 'figures' as const,
    columns: [
      { name: 'name', type: 'plain' as const },
      { name: 'row', type: 'number' as const },
      { name: 'filler', type: 'text' as const },
    ],
    count: async () => rows,
    async page(cursor: Cursor | null): Promise<Page> {
      const first = Number(cursor?.[0] ?? 0);
      await each?.(name, first);
      const length = Math.min(PAGE_ROWS, rows - first);
      const next = first + length < rows ? [first + length] : null;
      return { rows: Array.from({ length }, (_, index) => [name, first + index, FILLER]), next };
    },
  });
  return {
    store: tenant.store,
    bucket: env.EXPORT_FILES,
    keys: contextOf(tenant).keys,
    openSource: () => ({
      title: 'Synthetic',
      layout: 'sections',
      sections: [section('a'), section('b')],
      overview: async () => ({ keyFigures: [], chart: null }),
    }),
    formatOf: () => numberedLines,
    renderPdf: async (_, { rows: printed, total }) =>
      new TextEncoder().encode(`${printed.length} of ${total}`),
    clock: () => Date.now(),
    sliceMilliseconds: 20_000,
    partBytes: 5 * 1024 * 1024,
    ...replaced,
  };
}

/** A new job, and what it asked of the queue; nothing works on it but the test. */
export async function newJob(
  tenant: TestTenant,
  format: FileFormat = 'csv',
  now = nowSeconds(),
  csv?: CsvOptions,
): Promise<{ job: ExportJob; sent: SliceMessage[] }> {
  const sent: SliceMessage[] = [];
  const queue = { send: async (message: SliceMessage) => void sent.push(message) } as never;
  const job = await createExport(
    {
      store: tenant.store,
      now,
      actor: { kind: 'session', id: 'user-1' },
      env: { EXPORT_QUEUE: queue },
    },
    {
      spec: { kind: 'reviews', ...(csv && { csv }) },
      format,
      from: '2026-03-01',
      to: '2026-03-08',
      period: { start: 1_772_323_200, end: 1_773_014_400, zone: 'UTC', fromDay: 20_513, toDay: 20_520 },
    },
  );
  return { job, sent };
}

/** What the bucket holds of a tenant: names, carried bytes included. */
export async function storedNames({ slug }: TestTenant): Promise<string[]> {
  const lists = await Promise.all(
    [`${slug}/`, `carry/${slug}/`].map((prefix) => env.EXPORT_FILES.list({ prefix })),
  );
  return lists.flatMap(({ objects }) => objects.map(({ key }) => key));
}

/** The bucket, but its methods of these names are replaced. */
export function bucketWith(replaced: Partial<R2Bucket>): R2Bucket {
  return new Proxy(env.EXPORT_FILES, {
    get(bucket, name) {
      const own = Reflect.get(replaced, name);
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(bucket, name);
      return typeof value === 'function' ? value.bind(bucket) : value;
    },
  });
}
