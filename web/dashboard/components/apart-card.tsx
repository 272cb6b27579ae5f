import type { ComponentChildren } from 'preact';
import { type Answer, isEmpty, type Query } from '../api/query.ts';
import { useQueries } from '../api/use-queries.ts';
import { Card } from './card.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { Figures, Nothing, Skeleton } from './states.tsx';

/**
 * A card that asks its query apart from those of the page. For queries that aggregates do not cover: they take longer,
 * and are refused when the period has too many records, which then concerns this card alone.
 */
export function ApartCard(props: {
  title: string;
  note?: ComponentChildren;
  width?: 'half' | 'third' | 'two-thirds' | 'full';
  query: Query;
  /** The name of downloaded files. */
  name: string;
  height?: string;
  children: (answer: Answer) => ComponentChildren;
}) {
  const { title, note, width, query, name, height = '14rem' } = props;
  const loaded = useQueries({ rows: query });
  return (
    <Card
      title={title}
      note={note}
      {...(width && { width })}
      actions={<DownloadMenu query={query} name={name} />}
    >
      <Figures of={loaded} placeholder={<Skeleton height={height} />}>
        {({ rows }) => (isEmpty(rows) ? <Nothing /> : props.children(rows))}
      </Figures>
    </Card>
  );
}
