import type { ComponentChildren } from 'preact';
import type { Answer, Query, Row } from '../api/query.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useTexts } from '../messages/language.ts';
import { useView } from '../view/use-view.tsx';
import { Card } from './card.tsx';
import { DataTable, type Order } from './data-table.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { useMemberLabel } from './member-label.ts';
import { Nothing } from './states.tsx';

/** Dimensions whose members have a page, and its path. */
const PAGES: Readonly<Record<string, string>> = { agent: 'agents', queue: 'queues' };

/** A card with the figures of the members of one dimension, as the query asks for them. */
export function MemberCard(props: {
  title: string;
  note?: ComponentChildren;
  width?: 'half' | 'third' | 'two-thirds' | 'full';
  answer: Answer;
  query: Query;
  dimension: string;
  order?: Order;
  /** What else the figures are of, such as the agent whose page it is on. */
  members?: Readonly<Record<string, string>>;
  /** How the row without a member is called. */
  none?: string;
  /** The name of downloaded files. */
  name: string;
}) {
  const { title, note, width, answer, query, name, ...table } = props;
  return (
    <Card
      title={title}
      note={note}
      {...(width && { width })}
      actions={<DownloadMenu query={query} name={name} />}
    >
      {answer.rows.length === 0 ? (
        <Nothing />
      ) : (
        <MemberRows title={title} answer={answer} query={query} {...table} />
      )}
    </Card>
  );
}

/** The rows of such a card. */
export function MemberRows(props: {
  title: string;
  answer: Answer;
  query: Query;
  dimension: string;
  order?: Order;
  members?: Readonly<Record<string, string>>;
  none?: string;
}) {
  const { title, answer, query, dimension, order, members = {}, none } = props;
  const { link } = useView();
  const names = useTexts(DIMENSION_NAMES);
  const labelOf = useMemberLabel();
  const nameOf = (row: Row) => {
    const [id, page] = [row[dimension], PAGES[dimension]];
    if (id === null && none !== undefined) return none;
    const label = labelOf(row, dimension);
    if (typeof id !== 'string' || !page) return label;
    return <a href={link({ path: [page, id], own: {} })}>{label}</a>;
  };
  return (
    <DataTable
      answer={answer}
      caption={title}
      heading={names[dimension] ?? dimension}
      nameOf={nameOf}
      columns={columnsOf(query)}
      {...(order && { order })}
      partOf={(row) => ({ members: { ...members, [dimension]: memberOf(row, dimension) } })}
    />
  );
}

function columnsOf({ metrics }: Query) {
  return metrics.map((each) =>
    typeof each === 'string'
      ? { column: each }
      : { column: each.as ?? each.metric, metric: each.metric, asked: each },
  );
}

function memberOf(row: Row, dimension: string): string | null {
  const member = row[dimension];
  return typeof member === 'string' ? member : null;
}
