import type { Answer } from '../api/query.ts';
import { showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';
import { unitOf } from './kpi.tsx';
import { MetricName } from './metric-name.tsx';

/** Seconds of wait from which the longest wait is drawn as alarming. */
const LONG_WAIT = 120;

/** A figure of this moment, large enough for a screen on the wall. */
export function LiveFigure({ metric, answer }: { metric: string; answer: Answer }) {
  const locale = useLocale();
  const value = answer.rows[0]?.[metric] ?? (metric === 'longest_wait_now' ? null : 0);
  const isLong = metric === 'longest_wait_now' && typeof value === 'number' && value > LONG_WAIT;
  return (
    <article class={`kpi ${isLong ? 'is-alarming' : ''}`}>
      <p class="small soft">
        <MetricName metric={metric} />
      </p>
      <p class="figure">{showValue(value, unitOf(answer, metric), locale)}</p>
    </article>
  );
}
