import { useRef } from 'preact/hooks';
import { useDryRun } from '../api/dry-run.ts';
import type { Query } from '../api/query.ts';
import { useQuery } from '../api/use-query.ts';
import { Card } from '../components/card.tsx';
import { Nothing, Skeleton } from '../components/states.tsx';
import { Conditions } from '../explore/conditions.tsx';
import { Grouping } from '../explore/grouping.tsx';
import { MetricChoices } from '../explore/metric-choices.tsx';
import { Ordering } from '../explore/ordering.tsx';
import { Refusal } from '../explore/refusal.tsx';
import { Result } from '../explore/result.tsx';
import { Share } from '../explore/share.tsx';
import { useExplored } from '../explore/use-explored.ts';
import { showValue } from '../format/value.ts';
import { EXPLORE } from '../messages/explore.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { Page } from '../shell/page.tsx';
import { queryOf } from '../view/explored.ts';
import { useView } from '../view/use-view.tsx';
import '../styles/explore.css';

/** Any query by clicking. All of it is in the address: `q`, and the period, zone, comparison and filters of every link. */
export function ExplorePage() {
  const { view, go } = useView();
  const texts = useTexts(EXPLORE);
  const locale = useLocale();
  const exploring = useExplored();
  const query = queryOf(view);
  const { after } = view.own;
  const { answer, error, isLoading } = useQuery(query && { ...query, ...(after && { after }) });
  const planned = useDryRun(query);
  const answered = useRef<{ query: Query; exploring: typeof exploring } | undefined>(undefined);
  if (query && answer && !isLoading) answered.current = { query, exploring };
  const shown = answered.current;
  return (
    <Page title={texts.title} of={answer} dimensions={exploring.dimensions}>
      <div class="explore">
        <Card title={texts.question}>
          <MetricChoices exploring={exploring} />
          <Grouping exploring={exploring} />
          <Conditions exploring={exploring} />
          <Ordering exploring={exploring} />
          <label class="field">
            {texts.shape}
            <select
              value={view.own.show ?? 'auto'}
              onChange={({ currentTarget: { value } }) =>
                go({ own: { ...view.own, show: value === 'auto' ? '' : value } }, { replace: true })
              }
            >
              {Object.entries(texts.shapes).map(([name, label]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <p class="soft small cost" role="status">
            {planned &&
              texts.cost(showValue(planned.cost.rows_read, 'count', locale), texts.plans[planned.plan])}
          </p>
        </Card>
        <div class={`stack ${isLoading ? 'is-stale' : ''}`} aria-busy={isLoading}>
          {!query && <Nothing title={texts.noMetric}>{texts.noMetricHint}</Nothing>}
          {error && <Refusal error={error} />}
          {query && !error && !(answer && shown) && <Skeleton height="30rem" />}
          {query && !error && answer && shown && (
            <Result
              answer={answer}
              query={shown.query}
              exploring={{ ...shown.exploring, change: exploring.change }}
            />
          )}
          {query && <Share query={query} />}
        </div>
      </div>
    </Page>
  );
}
