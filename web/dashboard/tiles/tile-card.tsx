import type { ComponentChildren } from 'preact';
import type { Tile } from '../api/dashboards.ts';
import type { Answer, AskedMetric, Query, Row } from '../api/query.ts';
import { Card } from '../components/card.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DownloadMenu } from '../components/download-menu.tsx';
import { unitOf } from '../components/kpi.tsx';
import { useMemberLabel } from '../components/member-label.ts';
import { MetricName } from '../components/metric-name.tsx';
import { Nothing } from '../components/states.tsx';
import { Chart } from '../explore/chart.tsx';
import { showBucket } from '../format/time.ts';
import { showValue } from '../format/value.ts';
import { DASHBOARDS } from '../messages/dashboards.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { METRIC_NAMES } from '../messages/metric-names.ts';
import { grainIn, viewOfQuery } from '../view/explored.ts';
import { useView } from '../view/use-view.tsx';

const metricOf = (asked: AskedMetric): string => (typeof asked === 'string' ? asked : asked.metric);
const columnOf = (asked: AskedMetric): string =>
  typeof asked === 'string'
    ? asked
    : (asked.as ?? (asked.stat ? `${asked.metric}_${asked.stat}` : asked.metric));

/** A tile of a dashboard with its answer, in the shape that was chosen for it. */
export function TileCard(props: { tile: Tile; query: Query; answer: Answer; tools?: ComponentChildren }) {
  const { tile, query, answer } = props;
  const texts = useTexts(DASHBOARDS);
  const { link } = useView();
  return (
    <Card
      title={tile.title}
      width={tile.width}
      actions={
        <>
          <a
            class="button is-plain"
            href={link({ path: ['explore'], ...viewOfQuery(query) })}
            title={texts.inExplore}
            aria-label={`${texts.inExplore}: ${tile.title}`}
          >
            ↗
          </a>
          <DownloadMenu query={query} name={tile.title} />
        </>
      }
    >
      {props.tools}
      {answer.rows.length === 0 ? <Nothing /> : <Drawn {...props} />}
    </Card>
  );
}

function Drawn({ tile, query, answer }: { tile: Tile; query: Query; answer: Answer }) {
  const nameOf = useMemberLabel();
  const columns = query.metrics.map((asked) => ({ column: columnOf(asked), metric: metricOf(asked) }));
  const dimensions = query.dimensions ?? [];
  if (tile.shape === 'figures') return <TileFigures answer={answer} columns={columns} />;
  if (tile.shape === 'table')
    return <TileTable tile={tile} query={query} answer={answer} columns={columns} />;
  return (
    <TileChart
      answer={answer}
      columns={columns}
      grain={grainIn(dimensions)}
      dimensions={dimensions.filter((name) => !name.startsWith('time:'))}
      nameOf={nameOf}
    />
  );
}

interface Columns {
  answer: Answer;
  columns: readonly { column: string; metric: string }[];
}

function TileChart(props: Columns & Omit<Parameters<typeof Chart>[0], 'columns'>) {
  const names = useTexts(METRIC_NAMES);
  const named = props.columns.map(({ column, metric }) => ({ column, label: names[metric] ?? column }));
  return <Chart {...props} columns={named} />;
}

function TileFigures({ answer, columns }: Columns) {
  const locale = useLocale();
  return (
    <div class="tile-figures">
      {columns.map(({ column, metric }) => (
        <p key={column}>
          <span class="small soft">
            <MetricName metric={metric} />
          </span>
          <strong class="figure">
            {showValue(answer.rows[0]?.[column], unitOf(answer, column), locale)}
          </strong>
        </p>
      ))}
    </div>
  );
}

function TileTable({ tile, query, answer, columns }: Columns & { tile: Tile; query: Query }) {
  const names = useTexts(DIMENSION_NAMES);
  const locale = useLocale();
  const label = useMemberLabel();
  const dimensions = query.dimensions ?? [];
  const cell = (row: Row, dimension: string) =>
    dimension.startsWith('time:')
      ? showBucket(String(row.time), grainIn(dimensions) ?? 'day', locale, true)
      : label(row, dimension);
  const [first] = dimensions;
  return (
    <DataTable
      answer={answer}
      caption={tile.title}
      heading={dimensions.map((name) => names[name.replace(/:.*/, '')] ?? name).join(' · ')}
      nameOf={(row) => (first ? dimensions.map((name) => cell(row, name)).join(' · ') : tile.title)}
      columns={columns}
    />
  );
}
