import type { ComponentChildren } from 'preact';
import type { Answer, AskedMetric, Query, Row } from '../api/query.ts';
import { showValue } from '../format/value.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { type Part, recordsView } from '../view/records-link.ts';
import { useView } from '../view/use-view.tsx';
import { unitOf } from './kpi.tsx';
import { MetricName } from './metric-name.tsx';
import { TablePlace } from './table-place.tsx';

export interface TableColumn {
  /** The column of the answer. */
  column: string;
  /** Its metric, if the column is called otherwise. */
  metric?: string;
  /** The metric with its statistic and arguments, for the records, if it has any. */
  asked?: AskedMetric;
  /** Its heading, if it is not the name of the metric. */
  label?: string;
  /** What a cell shows instead of the formatted figure. */
  show?: (row: Row) => ComponentChildren;
  /** What stands in front of the figure, such as its course; not in the row of totals. */
  beside?: (row: Row) => ComponentChildren;
  /** What a cell shows below the figure. */
  below?: (row: Row) => ComponentChildren;
  /** Neither sorted by nor linked to records. */
  isPlain?: boolean;
  /** Aligned as text. */
  isText?: boolean;
}

interface Table {
  answer: Answer;
  /** The heading of the first column. */
  heading: string;
  nameOf(row: Row): ComponentChildren;
  columns: readonly TableColumn[];
  /** The members or the period that a row's figures are of, for the records behind them; undefined if no link can say. */
  partOf?: (row: Row) => Part | undefined;
  /** The order, as `useOrder` keeps it in the address. */
  order?: Order;
  caption: string;
}

export interface Order {
  by: string;
  direction: 'asc' | 'desc';
  sort(column: string): void;
}

/** The order of a table, kept in the address as `sort`; `-` in front means largest first. */
export function useOrder(first: string, name = 'sort'): Order & { query: Pick<Query, 'order'> } {
  const { view, go } = useView();
  const sorted = view.own[name] ?? first;
  const direction = sorted.startsWith('-') ? 'desc' : 'asc';
  const by = sorted.replace(/^-/, '');
  return {
    by,
    direction,
    query: { order: [{ by, direction }] },
    sort(column) {
      const next = column === by && direction === 'desc' ? column : `-${column}`;
      go({ own: { ...view.own, [name]: next } }, { replace: true });
    },
  };
}

/** Rows with the name of a member and figures, each of which leads to its records. */
export function DataTable({ answer, heading, nameOf, columns, partOf, order, caption }: Table) {
  const { view, link } = useView();
  const locale = useLocale();
  const texts = useTexts(SHELL);
  const figure = (row: Row, of: TableColumn, part?: Part) => {
    const { column, metric = column, asked = metric, show, below, isPlain } = of;
    const shown = show ? show(row) : showValue(row[column], unitOf(answer, column), locale);
    if (isPlain || !part || typeof row[column] !== 'number') return [shown, below?.(row)];
    return [
      <a key="figure" class="number" href={link(recordsView(view, asked, part))}>
        {shown}
      </a>,
      below?.(row),
    ];
  };
  return (
    <TablePlace>
      <table class="table">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="is-text">
              {heading}
            </th>
            {columns.map((each) => (
              <Heading key={each.column} of={each} order={order} />
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, place) => (
            <tr key={place}>
              <th scope="row" class="is-text">
                {nameOf(row)}
              </th>
              {columns.map((each) => (
                <td key={each.column} class={each.isText ? 'is-text' : ''}>
                  {each.beside?.(row)}
                  {figure(row, each, partOf?.(row))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {answer.totals && (
          <tfoot>
            <tr>
              <th scope="row" class="is-text">
                {texts.total}
              </th>
              {columns.map((each) => (
                <td key={each.column}>{each.show ? '' : figure(answer.totals!, each, partOf && {})}</td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </TablePlace>
  );
}

function Heading({ of, order }: { of: TableColumn; order: Order | undefined }) {
  const { column, metric = column, label, isPlain, isText } = of;
  if (isPlain) {
    return (
      <th scope="col" class={isText ? 'is-text' : ''}>
        {label ?? ''}
      </th>
    );
  }
  const name = <MetricName metric={metric} {...(label !== undefined && { label })} />;
  if (!order) return <th scope="col">{name}</th>;
  const isSorted = order.by === column;
  const direction = order.direction === 'asc' ? 'ascending' : 'descending';
  return (
    <th scope="col" aria-sort={isSorted ? direction : 'none'}>
      {name}{' '}
      <button
        type="button"
        class="sort"
        data-sorted={isSorted}
        aria-label={`${label ?? metric} ↕`}
        onClick={() => order.sort(column)}
      >
        {isSorted ? (order.direction === 'asc' ? '↑' : '↓') : '↕'}
      </button>
    </th>
  );
}
