import { useState } from 'preact/hooks';
import type { Cell, Unit } from '../api/query.ts';
import { showShort, showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';

export interface Stack {
  name: string;
  values: readonly (Cell | undefined)[];
  /** A token of its own, such as `--series-before`; else the next of the series. */
  colour?: string | undefined;
}

const COLOURS = 6;
const LABELS = 5;

/** Bars over buckets of time, each of parts of a whole, with the figures of the bucket under the pointer in the legend. */
export function StackedBars(props: {
  labels: readonly string[];
  stacks: readonly Stack[];
  unit: Unit | undefined;
  /** Said to those who do not see the chart; the figures are in the table beside it. */
  title: string;
}) {
  const { labels, stacks, unit, title } = props;
  const [pointed, setPointed] = useState<number | null>(null);
  const locale = useLocale();
  const heights = labels.map((_, place) => heightOf(stacks, place));
  const most = roundUp(Math.max(...heights, 0) || 1, unit);
  const step = Math.max(1, Math.ceil(labels.length / LABELS));
  return (
    <div class="chart-place">
      <p class="chart-legend">
        {stacks.map(({ name, values, colour }, index) => (
          <span key={name}>
            <span class="swatch is-block" style={{ color: colourOf(index, colour) }} />
            {name} <strong>{pointed === null ? '' : showValue(values[pointed], unit, locale)}</strong>
          </span>
        ))}
        <span>{pointed === null ? '' : labels[pointed]}</span>
      </p>
      <div class="stacked" role="img" aria-label={title}>
        <div class="stacked-scale" aria-hidden="true">
          <span>{showShort(most, unit, locale)}</span>
          <span>0</span>
        </div>
        <div class="stacked-bars" onPointerLeave={() => setPointed(null)}>
          {labels.map((label, place) => (
            <div key={label} class="stacked-bar" onPointerEnter={() => setPointed(place)}>
              {stacks.map(({ name, values, colour }, index) => (
                <div
                  key={name}
                  style={{
                    height: `${(numberOf(values[place]) / most) * 100}%`,
                    background: colourOf(index, colour),
                  }}
                />
              ))}
            </div>
          ))}
        </div>
        <div class="stacked-labels" aria-hidden="true">
          {labels.map((label, place) => (
            <span key={label}>{place % step === 0 ? label : ''}</span>
          ))}
        </div>
      </div>
    </div>
  );
}

const HOUR = 3_600;

/** The top of the scale: the next round figure, of seconds the next round number of hours or minutes. */
function roundUp(height: number, unit: Unit | undefined): number {
  const one = unit !== 'seconds' ? 1 : height > HOUR ? HOUR : 60;
  const power = 10 ** Math.floor(Math.log10(height / one));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((each) => each * power * one >= height) ?? 10;
  return step * power * one;
}

/** The height of a bar; only for drawing. */
function heightOf(stacks: readonly Stack[], place: number): number {
  return stacks.reduce((height, { values }) => height + numberOf(values[place]), 0);
}

function numberOf(value: Cell | undefined): number {
  return typeof value === 'number' ? value : 0;
}

function colourOf(index: number, colour = `--series-${(index % COLOURS) + 1}`): string {
  return `var(${colour})`;
}
