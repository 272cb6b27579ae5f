import { EXPLORE } from '../messages/explore.ts';
import { useTexts } from '../messages/language.ts';
import { grainIn } from '../view/explored.ts';
import type { Exploring } from './use-explored.ts';

const MOST_DIMENSIONS = 3;

/** The grain of time and the dimensions that the figures are grouped by; only those that all of them combine with. */
export function Grouping({ exploring }: { exploring: Exploring }) {
  const { explored, change, dimensions, grains, nameOf } = exploring;
  const texts = useTexts(EXPLORE);
  const grain = grainIn(explored.dimensions);
  const chosen = explored.dimensions.filter((name) => !name.startsWith('time:'));
  const places = Math.min(chosen.length + 1, MOST_DIMENSIONS - (grain ? 1 : 0));
  const group = (members: readonly string[], time: string | undefined) =>
    change({ dimensions: [...(time ? [`time:${time}`] : []), ...members.filter(Boolean)] });
  return (
    <div class="choice-grid">
      <label class="field">
        {texts.byTime}
        <select
          value={grain ?? ''}
          disabled={!grain && chosen.length === MOST_DIMENSIONS}
          onChange={(event) => group(chosen, event.currentTarget.value || undefined)}
        >
          <option value="">{texts.noTime}</option>
          {[...new Set([...grains, ...(grain ? [grain] : [])])].map((name) => (
            <option key={name} value={name}>
              {texts.grains[name] ?? name}
            </option>
          ))}
        </select>
      </label>
      {Array.from({ length: places }, (_, place) => (
        <label class="field" key={place}>
          {texts.groupBy(place + 1)}
          <select
            value={chosen[place] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              group([...chosen.slice(0, place), value, ...chosen.slice(place + 1)], grain)
            }
          >
            <option value="">{texts.noGroup}</option>
            {dimensions
              .filter((name) => name === chosen[place] || !chosen.includes(name))
              .map((name) => (
                <option key={name} value={name}>
                  {nameOf(name)}
                </option>
              ))}
          </select>
        </label>
      ))}
    </div>
  );
}
