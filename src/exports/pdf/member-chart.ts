import type { Named } from '../section.ts';
import { scaleOf } from './axis.ts';
import { BOTTOM, type Canvas, COLORS, PAGE, ROOM, type Theme } from './canvas.ts';
import { fitLabel, type Label, memberLabel, textLabel, wholeLabel } from './member-label.ts';
import { figureLabel } from './opening.ts';
import type { Typeface } from './typeface.ts';

/** Height of a bar with the room around it. It shrinks if the page ends before. */
const ROW = 17;
const LEAST_ROW = 9;
const BAR_SHARE = 0.65;
const GAP = 8;
/** Labels get at most this much of the width. */
const MAX_LABEL = ROOM * 0.4;
/** Height of the marks below the bars. */
const MARKS = 16;

interface MemberChart {
  counts: boolean;
  points: readonly { label: string | Named; value: number | null }[];
}

/** Draws a lying bar per member at `top`, each with its label and its value. Returns the `y` below. */
export function drawMemberChart(
  canvas: Canvas,
  theme: Theme,
  { counts, points }: MemberChart,
  top: number,
): number {
  const { face, size } = theme.label;
  const values = points.map(({ value }) => value);
  const { marks, shareOf } = scaleOf(values, counts);
  const labels = labelsOf(
    face,
    points.map(({ label }) => label),
  );
  const widest = Math.max(...labels.map((label) => face.widthOf(wholeLabel(label), size)));
  const left = PAGE.margin + Math.min(widest, MAX_LABEL) + GAP;
  const valueRoom = Math.max(...values.map((value) => face.widthOf(valueText(value), size))) + GAP;
  const right = PAGE.margin + ROOM - valueRoom;
  const row = Math.max(LEAST_ROW, Math.min(ROW, (BOTTOM - MARKS - top) / points.length));
  const bottom = top + row * points.length;
  const placeOf = (value: number) => left + (right - left) * shareOf(value);

  for (const mark of marks) {
    const x = placeOf(mark);
    const ends = [[x, top] as const, [x, bottom] as const];
    canvas.line(ends, mark === 0 ? 1.2 : 0.4, COLORS.rule);
    canvas.text(figureLabel(mark), x, bottom + 12, theme.label, 'center');
  }
  for (const [i, value] of values.entries()) {
    const middle = top + (i + 0.5) * row;
    const baseline = middle + size / 3;
    const label = fitLabel(face, labels[i] ?? textLabel(face, ''), size, MAX_LABEL);
    canvas.text(label, left - GAP, baseline, theme.label, 'right');
    const [from, to] = [placeOf(Math.min(0, value ?? 0)), placeOf(Math.max(0, value ?? 0))];
    if (to > from) {
      canvas.rectangle(from, middle - (row * BAR_SHARE) / 2, to - from, row * BAR_SHARE, COLORS.bar);
    }
    canvas.text(valueText(value), to + GAP / 2, baseline, theme.label);
  }
  return bottom + MARKS + 20;
}

/** Members that share a name are told apart by their ids. */
function labelsOf(face: Typeface, members: readonly (string | Named)[]): Label[] {
  const names = members.map((member) => (typeof member === 'string' ? member : member.name));
  return members.map((member) =>
    typeof member === 'string'
      ? textLabel(face, member)
      : memberLabel(face, member, names.filter((name) => name === member.name).length > 1),
  );
}

function valueText(value: number | null): string {
  return value === null ? '–' : figureLabel(value);
}
