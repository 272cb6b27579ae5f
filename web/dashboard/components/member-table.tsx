import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, Query, Row } from '../api/query.ts';
import { showValue } from '../format/value.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useView } from '../view/use-view.tsx';
import { useCourses } from './courses.ts';
import { DataTable, type Order, type TableColumn } from './data-table.tsx';
import { Sparkline } from './sparkline.tsx';
import { Nothing } from './states.tsx';

/** How many rows there are until a reader asks for all. */
const FIRST = 25;

/**
 * The members of a dimension with their figures, the course of the figure that they are sorted by, and a search by
 * name; what is searched for, and whether all are shown, is in the address.
 */
export function MemberTable(props: {
  answer: Answer;
  query: Query;
  dimension: string;
  heading: string;
  caption: string;
  columns: readonly TableColumn[];
  order: Order;
  nameOf(row: Row): string;
  tools?: ComponentChildren;
}) {
  const { answer, query, dimension, order, nameOf } = props;
  const { view, link, go } = useView();
  const texts = useTexts(SHELL);
  const locale = useLocale();
  const [search, setSearch] = useState(view.own.find ?? '');
  const found = answer.rows.filter((row) => isFound(nameOf(row), view.own.find ?? ''));
  const shown = view.own.all ? found : found.slice(0, FIRST);
  const courses = useCourses(
    query,
    dimension,
    order.by,
    shown.map((row) => memberOf(row, dimension)),
  );
  const course = (row: Row) => <Sparkline values={courses.get(memberOf(row, dimension)) ?? []} />;
  const name = (row: Row) => {
    const member = memberOf(row, dimension);
    if (member === null) return nameOf(row);
    return (
      <a href={link({ path: [...view.path, member], own: {} })} title={nameOf(row)}>
        {nameOf(row)}
      </a>
    );
  };
  return (
    <>
      <div class="row table-tools">
        <label class="field">
          {texts.search}
          <input
            type="search"
            value={search}
            onInput={({ currentTarget: { value } }) => {
              setSearch(value);
              go({ own: { ...view.own, find: value.trim() } }, { replace: true });
            }}
          />
        </label>
        {props.tools}
      </div>
      {found.length === 0 ? (
        <Nothing title={texts.nothingFound} />
      ) : (
        <DataTable
          answer={{ ...answer, rows: shown }}
          caption={props.caption}
          heading={props.heading}
          nameOf={name}
          columns={props.columns.map((each) =>
            each.column === order.by ? { ...each, beside: course } : each,
          )}
          order={order}
          partOf={(row) => ({ members: { [dimension]: memberOf(row, dimension) } })}
        />
      )}
      {found.length > shown.length && (
        <button
          type="button"
          class="button"
          onClick={() => go({ own: { ...view.own, all: '1' } }, { replace: true })}
        >
          {texts.showAll(showValue(found.length, 'count', locale))}
        </button>
      )}
    </>
  );
}

function memberOf(row: Row, dimension: string): string | null {
  const member = row[dimension];
  return typeof member === 'string' ? member : null;
}

/** Whether a name contains what is searched for, whatever the case and accents. */
function isFound(name: string, search: string): boolean {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain(name).includes(plain(search));
}
