import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Cell, Unit } from '../api/query.ts';
import { showShort, showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';

export interface Series {
  name: string;
  values: readonly (Cell | undefined)[];
  /** An earlier period: drawn dashed and behind. */
  isBefore?: boolean;
  /** A token of its own, such as `--series-before`; else the next of the series. */
  colour?: string | undefined;
}

interface Chart {
  labels: readonly string[];
  series: readonly Series[];
  unit: Unit | undefined;
  /** In pixels. */
  height?: number;
  /** Said to those who do not see the chart; the figures are in the table beside it. */
  title: string;
}

const COLOURS = 6;
/** Steps of an axis of durations: parts of a minute and of an hour. */
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400];
/** The best value of units that have one: the scale ends there. */
const BEST: Readonly<Record<string, number>> = { percent: 100, rating: 5, score: 10 };

/** Lines over buckets of time, with the figures of the bucket under the pointer in the legend. */
export function LineChart(chart: Chart) {
  const place = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const locale = useLocale();
  const height = chart.height ?? 260;
  const key = JSON.stringify([chart.labels, chart.series, chart.unit, height, locale]);
  useEffect(() => {
    let plot: uPlot | undefined;
    let isGone = false;
    const within = place.current;
    const draw = async () => {
      const { default: UPlot } = await import('uplot');
      if (isGone || !within) return;
      plot?.destroy();
      const { data, options } = plotOf(chart, {
        width: within.clientWidth,
        height,
        locale,
        point: setPointed,
      });
      plot = new UPlot(options, data, within);
    };
    void draw();
    const resized = new ResizeObserver(() => {
      if (plot && within && within.clientWidth > 0) plot.setSize({ width: within.clientWidth, height });
    });
    if (within) resized.observe(within);
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', draw);
    return () => {
      isGone = true;
      resized.disconnect();
      dark.removeEventListener('change', draw);
      plot?.destroy();
    };
  }, [key]);
  const shown = (values: Series['values']) =>
    pointed === null ? '' : showValue(values[pointed], chart.unit, locale);
  return (
    <div class="chart-place">
      <p class="chart-legend">
        {chart.series.map((series, index) => (
          <span key={series.name}>
            <span class="swatch" style={{ color: `var(${colourOf(series, index)})` }} />
            {series.name} <strong>{shown(series.values)}</strong>
          </span>
        ))}
        <span>{pointed === null ? '' : chart.labels[pointed]}</span>
      </p>
      <div ref={place} role="img" aria-label={chart.title} style={{ minHeight: `${height}px` }} />
    </div>
  );
}

/** Whether a series has so few values that a line alone would not show them. */
function isSparse({ values }: Series): boolean {
  return values.filter((value) => typeof value === 'number').length < 3;
}

function colourOf({ isBefore, colour }: Series, index: number): string {
  return colour ?? (isBefore ? '--series-before' : `--series-${(index % COLOURS) + 1}`);
}

interface Surroundings {
  width: number;
  height: number;
  locale: string;
  point(place: number | null): void;
}

function plotOf(
  { labels, series, unit }: Chart,
  { width, height, locale, point }: Surroundings,
): { data: uPlot.AlignedData; options: uPlot.Options } {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const numbers = (values: Series['values']) =>
    labels.map((_, place) => (typeof values[place] === 'number' ? values[place] : null));
  const axis = { stroke: colour('--ink-soft'), font: '12px system-ui', ticks: { show: false } };
  const best = BEST[unit ?? ''] ?? 0;
  return {
    data: [
      labels.map((_, place) => place),
      ...series.map(({ values }) => numbers(values)),
    ] as uPlot.AlignedData,
    options: {
      width,
      height,
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      hooks: { setCursor: [({ cursor }) => point(cursor.idx ?? null)] },
      scales: {
        x: { time: false, range: (_, least, most) => [least - 0.5, most + 0.5] },
        y: { range: (_, __, most) => [0, Math.max(best, (most || 1) * (best ? 1 : 1.08))] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          space: 84,
          incrs: [1, 2, 3, 4, 6, 7, 12, 14, 24, 28, 48, 96],
          values: (_, places) => places.map((place) => labels[place] ?? ''),
        },
        {
          ...axis,
          size: 60,
          ...(unit === 'seconds' && { incrs: SECONDS }),
          grid: { stroke: colour('--line'), width: 1 },
          values: (_, values) => values.map((value) => showShort(value, unit, locale)),
        },
      ],
      series: [
        {},
        ...series.map((each, index): uPlot.Series => {
          const stroke = colour(colourOf(each, index));
          if (each.isBefore) return { stroke, width: 1.5, dash: [4, 4], points: { show: false } };
          return { stroke, width: 2, points: { show: isSparse(each), size: 7, fill: stroke } };
        }),
      ],
    },
  };
}
