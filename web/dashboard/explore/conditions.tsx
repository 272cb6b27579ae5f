import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import type { Condition } from '../view/explored.ts';
import type { Exploring } from './use-explored.ts';

/** Which rows are kept, by the least and the most of a figure. */
export function Conditions({ exploring }: { exploring: Exploring }) {
  const { explored, change, columns } = exploring;
  const { having } = explored;
  const texts = useTexts(EXPLORE);
  const replace = (place: number, condition?: Condition) =>
    change({ having: having.flatMap((each, at) => (at === place ? (condition ?? []) : each)) });
  const bound = (place: number, name: 'gte' | 'lte', text: string) => {
    const { [name]: _, ...rest } = having[place]!;
    replace(place, text === '' ? rest : { ...rest, [name]: Number(text) });
  };
  return (
    <fieldset class="choices">
      <legend>{texts.conditions}</legend>
      {having.map((condition, place) => (
        <div class="row" key={place}>
          <label class="field">
            {texts.metrics}
            <select
              value={condition.metric}
              onChange={(event) => replace(place, { ...condition, metric: event.currentTarget.value })}
            >
              {columns.map(({ column, label }) => (
                <option key={column} value={column}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          {(['gte', 'lte'] as const).map((name) => (
            <label class="field is-number" key={name}>
              {name === 'gte' ? texts.least : texts.most}
              <input
                type="number"
                step="any"
                value={condition[name] ?? ''}
                onChange={(event) => bound(place, name, event.currentTarget.value)}
              />
            </label>
          ))}
          <button
            type="button"
            class="button is-plain"
            aria-label={texts.remove(condition.metric)}
            onClick={() => replace(place)}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        class="button is-plain"
        disabled={columns.length === 0}
        onClick={() => change({ having: [...having, { metric: columns[0]!.column }] })}
      >
        {texts.addCondition}
      </button>
    </fieldset>
  );
}
