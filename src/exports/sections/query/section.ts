import { createHash } from 'node:crypto';
import type { Row } from '../../../query-language/rows.ts';
import { type Page, RowsChanged, type Section } from '../../section.ts';
import type { QuerySpec } from '../../spec.ts';
import type { Answered } from './answered.ts';
import { tableColumns } from './columns.ts';

/** Rows of a page: well below what a part of a file holds. */
const PAGE_ROWS = 5_000;

/**
 * The rows of a query. All of them are of one moment: they are read once and paged in memory. A cursor holds their digest,
 * so that a file is only continued with the same rows; otherwise a page throws RowsChanged.
 */
export function querySection({ columns }: QuerySpec, answer: () => Promise<Answered>): Section {
  let digest: string | undefined;
  return {
    name: 'rows',
    columns: tableColumns(columns),
    count: async () => null,
    async page(cursor): Promise<Page> {
      const { rows, shown } = await answer();
      const [start, known] = (cursor ?? [0]) as [number, string?];
      const end = start + PAGE_ROWS;
      if (known !== undefined || end < rows.length) digest ??= digestOf(rows);
      if (known !== undefined && known !== digest) {
        throw new RowsChanged('The figures changed while the file was written.');
      }
      return {
        rows: rows.slice(start, end).map((row) => {
          const values = shown(row);
          return columns.map(({ name }) => values[name] ?? null);
        }),
        next: end < rows.length ? [end, digest!] : null,
      };
    },
  };
}

function digestOf(rows: readonly Row[]): string {
  const hash = createHash('sha256');
  for (const { members, place, values } of rows) {
    const parts = values.map(({ numerator, denominator }) => [numerator, denominator]);
    hash.update(JSON.stringify([members, place, parts]));
  }
  return hash.digest('base64url');
}
