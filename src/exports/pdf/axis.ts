/**
 * Round axis marks that cover 0 and all `values`, in about `steps` steps; from 0 to 1 if there is nothing to show. An
 * axis of counts has whole marks only.
 */
export function axisMarks(values: readonly number[], steps: number, counts: boolean): number[] {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values) || (low < 0 ? 0 : 1);
  const rough = counts ? Math.max(1, (high - low) / steps) : (high - low) / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factors = [1, 2, 2.5, 5, 10].filter((factor) => !counts || Number.isInteger(factor * power));
  const step = (factors.find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Where values stand between the ends of an axis. */
export interface Scale {
  readonly marks: readonly number[];
  /** 0 for the first mark, 1 for the last. */
  shareOf(value: number): number;
}

const STEPS = 4;

/** The scale of a chart with these values; null is no value. */
export function scaleOf(values: readonly (number | null)[], counts: boolean): Scale {
  const marks = axisMarks(
    values.filter((value) => value !== null),
    STEPS,
    counts,
  );
  const least = marks[0] ?? 0;
  const range = (marks.at(-1) ?? 1) - least;
  return { marks, shareOf: (value) => (value - least) / range };
}
