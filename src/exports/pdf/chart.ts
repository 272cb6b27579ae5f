import type { Chart } from '../section.ts';
import { type Canvas, PAGE, type Theme } from './canvas.ts';
import { drawDailyChart } from './daily-chart.ts';
import { drawMemberChart } from './member-chart.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Height of the title and the room below it. */
const TITLE = 24;

/**
 * Draws the chart at `y`. Values by date stand side by side, so that time runs to the right; members lie below each
 * other, so that each has room for its name. Returns the `y` below it.
 */
export function drawChart(canvas: Canvas, theme: Theme, chart: Chart, y: number): number {
  canvas.text(theme.heading.face.printable(chart.title), PAGE.margin, y + 10, theme.heading);
  const top = y + TITLE;
  const points = chart.points.map(({ label, value }) => ({
    label,
    value: value !== null && Number.isFinite(value) ? value : null,
  }));
  const days = points.flatMap(({ label, value }) =>
    typeof label === 'string' && DATE.test(label) ? [{ date: label, value }] : [],
  );
  if (days.length === points.length && points.length > 0) {
    return drawDailyChart(canvas, theme, { counts: chart.counts, days }, top);
  }
  if (points.length > 0) return drawMemberChart(canvas, theme, { counts: chart.counts, points }, top);
  canvas.text('Nothing to show.', PAGE.margin, top + 8, theme.muted);
  return top + 30;
}
