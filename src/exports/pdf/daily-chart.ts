import { scaleOf } from './axis.ts';
import { type Canvas, COLORS, PAGE, ROOM, type Theme } from './canvas.ts';
import { figureLabel } from './opening.ts';

const HEIGHT = 150;
/** More days than this are drawn as a line. */
const MAX_BARS = 62;
const MAX_BAR_WIDTH = 36;
const LABEL_GAP = 12;
const FIRST_LINE = 13;
const SECOND_LINE = 23;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface DailyChart {
  counts: boolean;
  /** YYYY-MM-DD, ascending. */
  days: readonly { date: string; value: number | null }[];
}

/** How the days lie side by side. */
interface Columns {
  left: number;
  interval: number;
  middleOf(i: number): number;
}

/** Draws values by day at `top`: bars, or a line if there are many days. Returns the `y` below. */
export function drawDailyChart(
  canvas: Canvas,
  theme: Theme,
  { counts, days }: DailyChart,
  top: number,
): number {
  const { face, size } = theme.label;
  const values = days.map(({ value }) => value);
  const { marks, shareOf } = scaleOf(values, counts);
  const left = PAGE.margin + Math.max(...marks.map((mark) => face.widthOf(figureLabel(mark), size))) + 8;
  const right = PAGE.margin + ROOM;
  const interval = (right - left) / days.length;
  const heightOf = (value: number) => top + HEIGHT * (1 - shareOf(value));
  const middleOf = (i: number) => left + (i + 0.5) * interval;

  for (const mark of marks) {
    const y = heightOf(mark);
    canvas.text(figureLabel(mark), left - 6, y + size / 3, theme.label, 'right');
    const points = [[left, y] as const, [right, y] as const];
    canvas.line(points, mark === 0 ? 1.2 : 0.4, COLORS.rule);
  }
  if (days.length <= MAX_BARS) {
    const width = Math.min(MAX_BAR_WIDTH, interval * 0.7);
    for (const [i, value] of values.entries()) {
      if (value === null || value === 0) continue;
      const [from, to] = [heightOf(Math.max(0, value)), heightOf(Math.min(0, value))];
      canvas.rectangle(middleOf(i) - width / 2, from, width, to - from, COLORS.bar);
    }
  } else {
    for (const run of unbroken(values)) {
      const points = run.map(([i, value]) => [middleOf(i), heightOf(value)] as const);
      canvas.line(points, 1.4, COLORS.bar);
    }
  }
  const dates = days.map(({ date }) => date);
  drawDates(canvas, theme, dates, { left, interval, middleOf }, top + HEIGHT);
  return top + HEIGHT + 40;
}

/** Whole dates if there is room; otherwise every bar has its day, with the month below. A line has some dates. */
function drawDates(
  canvas: Canvas,
  theme: Theme,
  dates: readonly string[],
  columns: Columns,
  bottom: number,
): void {
  const { face, size } = theme.label;
  const { interval, middleOf } = columns;
  const room = Math.max(...dates.map((date) => face.widthOf(date, size))) + LABEL_GAP;
  if (room > interval && dates.length <= MAX_BARS) {
    for (const [i, date] of dates.entries()) {
      const day = String(Number(date.slice(8)));
      canvas.text(day, middleOf(i), bottom + FIRST_LINE, theme.label, 'center');
    }
    drawMonths(canvas, theme, dates, columns, bottom + SECOND_LINE);
    return;
  }
  const every = Math.max(1, Math.ceil(room / interval));
  for (const [i, date] of dates.entries()) {
    if (i % every === 0) canvas.text(date, middleOf(i), bottom + FIRST_LINE, theme.label, 'center');
  }
}

/** The name of each month below its days. That of a few last days of a month ends with them, to leave room. */
function drawMonths(
  canvas: Canvas,
  theme: Theme,
  dates: readonly string[],
  { left, interval }: Columns,
  y: number,
): void {
  const { face, size } = theme.label;
  const months = dates.map((date) => date.slice(0, 7));
  for (const month of new Set(months)) {
    const text = `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`;
    const from = left + months.indexOf(month) * interval;
    const to = left + (months.lastIndexOf(month) + 1) * interval;
    const isNarrow = face.widthOf(text, size) > to - from && months.at(-1) !== month;
    canvas.text(
      text,
      isNarrow ? to - 2 : from + interval * 0.15,
      y,
      theme.label,
      isNarrow ? 'right' : 'left',
    );
  }
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
