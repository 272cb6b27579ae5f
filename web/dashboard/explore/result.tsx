import type { Answer, Query, Row } from '../api/query.ts';
import { Card } from '../components/card.tsx';
import { DataTable, type TableColumn } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { unitOf } from '../components/kpi.tsx';
import { Nothing } from '../components/states.tsx';
import { showBucket } from '../format/time.ts';
import { showChange, showValue } from '../format/value.ts';
import { EXPLORE } from '../messages/explore.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { bucketPeriod } from '../view/bucket-period.ts';
import { grainIn } from '../view/explored.ts';
import type { Part } from '../view/records-link.ts';
import { useView } from '../view/use-view.tsx';
import { Chart, isCharted } from './chart.tsx';
import type { Exploring } from './use-explored.ts';

/** The member that stands for those that are only counted together. */
const OTHER = 'other';

/** The answer as chart and table, with its pages. */
export function Result({ answer, query, exploring }: { answer: Answer; query: Query; exploring: Exploring }) {
  const { explored, change, columns, nameOf } = exploring;
  const { view, link } = useView();
  const texts = useTexts(EXPLORE);
  const shell = useTexts(SHELL);
  const locale = useLocale();
  const grain = grainIn(explored.dimensions);
  const dimensions = explored.dimensions.filter((name) => !name.startsWith('time:'));
  const [first, ...others] = explored.dimensions;
  if (answer.rows.length === 0) return <Nothing />;
  const memberOf = (row: Row, dimension: string): string => {
    const id = row[dimension];
    if (id === null || id === undefined) return shell.noMember;
    return id === OTHER ? shell.other : String(row[`${dimension}_name`] ?? id);
  };
  const cell = (row: Row, dimension: string) =>
    dimension.startsWith('time:')
      ? showBucket(String(row.time), grain ?? 'day', locale, true)
      : memberOf(row, dimension);
  const partOf = (row: Row): Part | undefined => {
    if (row === answer.totals) return {};
    if (dimensions.some((name) => row[name] === OTHER)) return undefined;
    const period = grain && bucketPeriod(String(row.time), grain, answer.query.period);
    if (grain && !period) return undefined;
    const members = Object.fromEntries(
      dimensions.map((name) => [name, row[name] === null ? null : String(row[name])]),
    );
    return { members, ...(period && { period }) };
  };
  const placeOf = new Map(answer.rows.map((row, place) => [row, place]));
  const below = (column: string) => (row: Row) => {
    const place = placeOf.get(row);
    const earlier = place === undefined ? answer.previous_totals : answer.previous?.[place];
    const fraction = place === undefined ? undefined : answer.change?.[place]?.[column];
    if (!answer.previous) return null;
    return (
      <span class="note">
        {showValue(earlier?.[column], unitOf(answer, column), locale)}
        {typeof fraction === 'number' && ` · ${showChange(fraction, locale)}`}
      </span>
    );
  };
  const tableColumns: TableColumn[] = [
    ...others.map(
      (dimension): TableColumn => ({
        column: dimension,
        label: nameOf(dimension.startsWith('time:') ? 'time' : dimension),
        show: (row) => cell(row, dimension),
        isPlain: true,
        isText: true,
      }),
    ),
    ...columns.map(
      ({ column, label }, place): TableColumn => ({
        column,
        label,
        metric: explored.metrics[place]!.metric,
        asked: explored.metrics[place]!,
        below: below(column),
      }),
    ),
  ];
  const [ordered] = explored.order;
  const { page } = answer;
  const hasChart = view.own.show !== 'table' && isCharted({ grain, dimensions });
  return (
    <Card
      title={texts.result}
      note={`${texts.rows(showValue(answer.rows.length, 'count', locale), showValue(page.rows, 'count', locale))} · ${texts.read(showValue(answer.cost.rows_read, 'count', locale))}`}
      actions={<DownloadMenu query={query} name="explore" />}
    >
      {hasChart && (
        <Chart answer={answer} columns={columns} grain={grain} dimensions={dimensions} nameOf={memberOf} />
      )}
      <DataTable
        answer={answer}
        caption={texts.result}
        heading={first ? nameOf(first.startsWith('time:') ? 'time' : first) : ''}
        nameOf={(row) => (first ? cell(row, first) : shell.total)}
        columns={tableColumns}
        partOf={partOf}
        order={{
          by: ordered?.by ?? '',
          direction: ordered?.direction ?? 'desc',
          sort: (by) =>
            change({
              order: [{ by, direction: ordered?.by === by && ordered.direction === 'desc' ? 'asc' : 'desc' }],
            }),
        }}
      />
      <div class="row">
        {view.own.after && (
          <a class="button" href={link({ own: { ...view.own, after: '' } })}>
            {texts.firstPage}
          </a>
        )}
        {page.after && (
          <a class="button" href={link({ own: { ...view.own, after: page.after } })}>
            {texts.nextPage}
          </a>
        )}
      </div>
    </Card>
  );
}
