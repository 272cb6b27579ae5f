import { useId } from 'preact/hooks';
import type { MetricInfo } from '../api/catalogue.ts';
import { MetricPicker } from '../components/metric-picker.tsx';
import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import type { ExploredMetric } from '../view/explored.ts';
import type { Exploring } from './use-explored.ts';

const MOST_METRICS = 20;

/** The chosen metrics, each with its statistic and arguments, and a way to add others. */
export function MetricChoices({ exploring }: { exploring: Exploring }) {
  const { explored, change, catalogue, columns } = exploring;
  const { metrics } = explored;
  const texts = useTexts(EXPLORE);
  const replace = (place: number, metric?: ExploredMetric) =>
    change({ metrics: metrics.flatMap((each, at) => (at === place ? (metric ?? []) : each)) });
  return (
    <fieldset class="choices">
      <legend>{texts.metrics}</legend>
      {metrics.map((asked, place) => {
        const label = columns[place]!.label;
        const info = catalogue?.metrics.find(({ name }) => name === asked.metric);
        return (
          <div class="choice" key={`${asked.metric} ${place}`}>
            <div class="choice-head">
              <strong title={info?.description}>{label}</strong>
              <button
                type="button"
                class="button is-plain"
                aria-label={texts.remove(label)}
                onClick={() => replace(place)}
              >
                ×
              </button>
            </div>
            {info && <Options info={info} asked={asked} choose={(chosen) => replace(place, chosen)} />}
          </div>
        );
      })}
      {metrics.length < MOST_METRICS && (
        <MetricPicker
          label={texts.addMetric}
          allows={exploring.allows}
          choose={({ name }) => change({ metrics: [...metrics, { metric: name }] })}
        />
      )}
    </fieldset>
  );
}

interface Argument {
  type: string;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  description?: string;
  enum?: readonly string[];
}

interface Chosen {
  info: MetricInfo;
  asked: ExploredMetric;
  choose(asked: ExploredMetric): void;
}

function Options({ info, asked, choose }: Chosen) {
  const texts = useTexts(EXPLORE);
  const { properties = {} } = info.args as { properties?: Readonly<Record<string, Argument>> };
  const [usual] = info.stats;
  const setArgument = (name: string, value: string | number | undefined) => {
    const { [name]: _, ...others } = asked.args ?? {};
    const args = value === undefined ? others : { ...others, [name]: value };
    const { args: __, ...rest } = asked;
    choose(Object.keys(args).length > 0 ? { ...rest, args } : rest);
  };
  return (
    <div class="row">
      {usual && (
        <label class="field">
          {texts.stat}
          <select
            value={asked.stat ?? usual}
            onChange={({ currentTarget: { value } }) => {
              const { stat: _, ...rest } = asked;
              choose(value === usual ? rest : { ...rest, stat: value });
            }}
          >
            {info.stats.map((stat) => (
              <option key={stat} value={stat}>
                {texts.stats[stat] ?? stat}
              </option>
            ))}
          </select>
        </label>
      )}
      {Object.entries(properties).map(([name, argument]) => (
        <ArgumentInput
          key={name}
          name={name}
          argument={argument}
          value={asked.args?.[name]}
          choose={(value) => setArgument(name, value)}
        />
      ))}
    </div>
  );
}

function ArgumentInput(props: {
  name: string;
  argument: Argument;
  value: unknown;
  choose(value: string | number | undefined): void;
}) {
  const { name, argument, choose } = props;
  const id = useId();
  const texts = useTexts(EXPLORE);
  const value = props.value === undefined ? '' : String(props.value);
  return (
    <div class="field" title={argument.description}>
      <label for={id}>{texts.args[name] ?? name}</label>
      {argument.enum ? (
        <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value || undefined)}>
          <option value="">{texts.asAgreed}</option>
          {argument.enum.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type="number"
          min={argument.minimum}
          max={argument.maximum}
          placeholder={String(argument.default ?? '')}
          value={value}
          onChange={({ currentTarget: { value: text } }) => choose(text === '' ? undefined : Number(text))}
        />
      )}
    </div>
  );
}
