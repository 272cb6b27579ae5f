import type { ComponentChildren } from 'preact';
import { useMembers } from '../api/members.ts';
import type { Query } from '../api/query.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useView } from '../view/use-view.tsx';
import { isLong } from '../view/view.ts';
import { ApartCard } from './apart-card.tsx';
import { Card } from './card.tsx';
import { MemberRows } from './member-card.tsx';
import { Skeleton } from './states.tsx';

/** As many as `useMembers` finds at most. */
const MOST_MEMBERS = 50;

/**
 * The figures of the members of a dimension, apart from the queries of the page: for metrics that no breakdown has.
 * They read a row per member and day, so that over a long period only named members are asked for.
 */
export function ApartMembers(props: {
  title: string;
  note?: ComponentChildren;
  width?: 'half' | 'third' | 'two-thirds' | 'full';
  query: Query;
  dimension: string;
  /** The name of downloaded files. */
  name: string;
  /** What else the figures are of, such as the agent whose page it is on. */
  members?: Readonly<Record<string, string>>;
}) {
  const { dimension, members, ...card } = props;
  const { view } = useView();
  const texts = useTexts(SHELL);
  const isNarrowed = isLong(view);
  const known = useMembers(isNarrowed ? dimension : undefined, '');
  if (isNarrowed && !known) {
    return (
      <Card title={card.title} {...(card.width && { width: card.width })}>
        <Skeleton height="14rem" />
      </Card>
    );
  }
  const ids =
    known && known.length > 0 && known.length < MOST_MEMBERS ? known.map(({ id }) => id) : undefined;
  const { filters = [] } = card.query;
  const query = ids ? { ...card.query, filters: [...filters, { dimension, in: ids }] } : card.query;
  return (
    <ApartCard {...card} query={query} note={ids ? texts.namedOnly : card.note}>
      {(answer) => (
        <MemberRows
          title={card.title}
          answer={answer}
          query={query}
          dimension={dimension}
          {...(members && { members })}
        />
      )}
    </ApartCard>
  );
}
