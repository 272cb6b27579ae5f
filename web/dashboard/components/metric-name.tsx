import { useId, useState } from 'preact/hooks';
import { type MetricInfo, useCatalogue } from '../api/catalogue.ts';
import { useTexts } from '../messages/language.ts';
import { METRIC_NAMES } from '../messages/metric-names.ts';
import { SHELL } from '../messages/shell.ts';

/** The name of a metric in the reader's language, else as the catalogue has it. */
export function useMetricName(metric: string): string {
  const names = useTexts(METRIC_NAMES);
  const info = useMetricInfo(metric, !(metric in names));
  return names[metric] ?? info?.label ?? metric;
}

/** What the catalogue says of a metric, once it is loaded. */
export function useMetricInfo(metric: string, isNeeded = true): MetricInfo | undefined {
  return useCatalogue(isNeeded)?.metrics.find(({ name }) => name === metric);
}

/** The name of a metric, which opens its definition. `label` stands in place of the name. */
export function MetricName({ metric, label }: { metric: string; label?: string }) {
  const id = useId();
  const name = useMetricName(metric);
  const [wasOpened, setWasOpened] = useState(false);
  const texts = useTexts(SHELL);
  return (
    <>
      <button type="button" class="metric-name" popovertarget={id} onClick={() => setWasOpened(true)}>
        {label ?? name}
      </button>
      <div id={id} popover="auto" class="pop">
        <h3>{name}</h3>
        {wasOpened && <Definition metric={metric} />}
        <p>
          <a href={`/docs/definitions#metric-${metric}`}>{texts.moreInDocs}</a>
        </p>
      </div>
    </>
  );
}

function Definition({ metric }: { metric: string }) {
  const info = useMetricInfo(metric);
  const texts = useTexts(SHELL);
  if (!info) return <p class="soft">{texts.loading}</p>;
  const { numerator, denominator } = info;
  return (
    <>
      <p lang="en">{info.description}</p>
      {numerator && (
        <code>
          {texts.formula}: {sumOf(numerator)}
          {denominator && ` ÷ (${sumOf(denominator)})`}
        </code>
      )}
    </>
  );
}

function sumOf(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([name, weight]) => (weight === 1 ? name : `${weight} × ${name}`))
    .join(' + ');
}
