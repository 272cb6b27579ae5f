import type { ComponentChildren } from 'preact';
import type { Query } from '../api/query.ts';
import { ApartCard } from './apart-card.tsx';
import { MemberRows } from './member-card.tsx';

/**
 * The figures of the members of a dimension, apart from the queries of the page: for metrics that no breakdown has, as
 * they read a row per member and day, and are refused over long periods.
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
  return (
    <ApartCard {...card}>
      {(answer) => (
        <MemberRows
          title={card.title}
          answer={answer}
          query={card.query}
          dimension={dimension}
          {...(members && { members })}
        />
      )}
    </ApartCard>
  );
}
