import { useId, useState } from 'preact/hooks';
import { type MetricInfo, useCatalogue } from '../api/catalogue.ts';
import { useTexts } from '../messages/language.ts';
import { METRIC_NAMES } from '../messages/metric-names.ts';
import { SHELL } from '../messages/shell.ts';

/** A button that opens the list of metrics, searchable by name, label and definition. */
export function MetricPicker(props: {
  label: string;
  choose(metric: MetricInfo): void;
  /** Whether a metric is offered. */
  allows?: (metric: MetricInfo) => boolean;
}) {
  const id = useId();
  const texts = useTexts(SHELL);
  const names = useTexts(METRIC_NAMES);
  const [wasOpened, setWasOpened] = useState(false);
  const [search, setSearch] = useState('');
  const catalogue = useCatalogue(wasOpened);
  const wanted = plain(search).split(/\s+/).filter(Boolean);
  const allowed = catalogue?.metrics.filter((metric) => props.allows?.(metric) ?? true);
  const hidden = (catalogue?.metrics.length ?? 0) - (allowed?.length ?? 0);
  const found = allowed?.filter((metric) => {
    const text = plain(`${names[metric.name] ?? ''} ${metric.label} ${metric.name} ${metric.description}`);
    return wanted.every((word) => text.includes(word));
  });
  return (
    <>
      <button type="button" class="button" popovertarget={id} onClick={() => setWasOpened(true)}>
        {props.label}
      </button>
      <div id={id} popover="auto" class="pop metric-picker">
        <label class="field">
          {texts.search}
          <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
        </label>
        <ul class="metric-list">
          {found?.map((metric) => (
            <li key={metric.name}>
              <button
                type="button"
                onClick={() => {
                  document.getElementById(id)?.hidePopover();
                  props.choose(metric);
                }}
              >
                <strong>{names[metric.name] ?? metric.label}</strong> <code>{metric.name}</code>{' '}
                <span class="badge">{metric.unit}</span>
                <span class="soft small" lang="en">
                  {metric.description}
                </span>
              </button>
            </li>
          ))}
          {found?.length === 0 && <li class="soft">{texts.nothingFound}</li>}
          {!found && wasOpened && <li class="soft">{texts.loading}</li>}
        </ul>
        {hidden > 0 && <p class="soft small">{texts.hiddenMetrics(hidden)}</p>}
      </div>
    </>
  );
}

/** Without case and accents, so that `media` finds `Média`. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
