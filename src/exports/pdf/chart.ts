import type { Overview } from '../section.ts';
import { type Canvas, COLORS, PAGE, ROOM, type Theme } from './canvas.ts';
import { figureLabel } from './opening.ts';

/** Round axis marks that cover 0 and all `values`, in about `steps` steps; from 0 to 1 if there is nothing to show. */
export function axisMarks(values: readonly number[], steps: number): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values) || (low < 0 ? 0 : 1);
  const rough = (high - low) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const HEIGHT = 150;
const STEPS = 4;
/** More points than this are drawn as a line. */
const MAX_BARS = 62;
const MAX_BAR_WIDTH = 36;
const LABEL_GAP = 12;
/** A label of this width stays on the page when centred below the first or last point. */
const MAX_LABEL = 2 * PAGE.margin;

/** Draws the chart at `y`: bars, or a line if there are many points. Returns the `y` below it. */
export function drawChart(
  canvas: Canvas,
  theme: Theme,
  chart: NonNullable<Overview['chart']>,
  y: number,
): number {
  const { face, size } = theme.label;
  const points = chart.points.map(({ label, value }) => ({
    label: face.fit(face.printable(label), size, MAX_LABEL),
    value: value !== null && Number.isFinite(value) ? value : null,
  }));
  const marks = axisMarks(
    points.flatMap(({ value }) => (value === null ? [] : [value])),
    STEPS,
  );
  const least = marks[0] ?? 0;
  const range = (marks.at(-1) ?? 1) - least;
  const top = y + 24;
  const left = PAGE.margin + Math.max(...marks.map((mark) => face.widthOf(figureLabel(mark), size))) + 8;
  const right = PAGE.margin + ROOM;
  const interval = (right - left) / Math.max(1, points.length);
  const heightOf = (value: number) => top + HEIGHT - ((value - least) / range) * HEIGHT;
  const middleOf = (i: number) => left + (i + 0.5) * interval;

  canvas.text(theme.heading.face.printable(chart.title), PAGE.margin, y + 10, theme.heading);
  for (const mark of marks) {
    canvas.text(figureLabel(mark), left - 6, heightOf(mark) + size / 3, theme.label, 'right');
    canvas.line(
      [
        [left, heightOf(mark)],
        [right, heightOf(mark)],
      ],
      mark === 0 ? 1.2 : 0.4,
      COLORS.rule,
    );
  }
  if (points.length <= MAX_BARS) {
    const width = Math.min(MAX_BAR_WIDTH, interval * 0.7);
    for (const [i, { value }] of points.entries()) {
      if (value === null || value === 0) continue;
      const [from, to] = [heightOf(Math.max(0, value)), heightOf(Math.min(0, value))];
      canvas.rectangle(middleOf(i) - width / 2, from, width, to - from, COLORS.bar);
    }
  } else {
    for (const run of unbroken(points.map(({ value }) => value))) {
      canvas.line(
        run.map(([i, value]) => [middleOf(i), heightOf(value)]),
        1.4,
        COLORS.bar,
      );
    }
  }
  const widest = Math.max(0, ...points.map(({ label }) => face.widthOf(label, size)));
  const every = Math.max(1, Math.ceil((widest + LABEL_GAP) / interval));
  for (const [i, { label }] of points.entries()) {
    if (i % every === 0) canvas.text(label, middleOf(i), top + HEIGHT + 13, theme.label, 'center');
  }
  return top + HEIGHT + 34;
}

/** Splits values at nulls into runs, with their indices. A single value becomes a short dash. */
function unbroken(values: readonly (number | null)[]): [number, number][][] {
  const runs: [number, number][][] = [];
  for (const [i, value] of values.entries()) {
    if (value === null) continue;
    if (i === 0 || values[i - 1] === null) runs.push([]);
    runs.at(-1)?.push([i, value]);
  }
  return runs.map((run) =>
    run.length > 1
      ? run
      : run.flatMap(([i, value]) => [
          [i - 0.3, value],
          [i + 0.3, value],
        ]),
  );
}
