import type { ComponentChildren } from 'preact';
import type { Answer, Query } from '../api/query.ts';
import type { Part } from '../view/records-link.ts';
import { Card } from './card.tsx';
import { DownloadMenu } from './download-menu.tsx';
import { SeriesLines, type Shown } from './series-lines.tsx';

/** A card with figures over time of a query of the page. */
export function SeriesCard(props: {
  title: string;
  note?: ComponentChildren;
  width?: 'half' | 'full';
  answer: Answer;
  query: Query;
  /** The name of downloaded files. */
  name: string;
  shown: readonly Shown[];
  isStacked?: boolean;
  more?: readonly string[];
  members?: Part['members'];
}) {
  const { note, width, query, name, ...series } = props;
  return (
    <Card
      title={series.title}
      note={note}
      {...(width && { width })}
      actions={<DownloadMenu query={query} name={name} />}
    >
      <SeriesLines {...series} />
    </Card>
  );
}
