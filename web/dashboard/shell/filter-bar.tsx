import { useId, useState } from 'preact/hooks';
import { useMemberNames, useMembers } from '../api/members.ts';
import type { Filter } from '../api/query.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useView } from '../view/use-view.tsx';

/** What figures are often filtered by. */
const USUAL = ['queue', 'channel', 'team', 'department', 'agent', 'direction', 'topic', 'priority'];

/** The filters of the view, and a way to add and remove them. */
export function FilterBar({ dimensions = USUAL }: { dimensions?: readonly string[] | undefined }) {
  const { view, go } = useView();
  const texts = useTexts(SHELL);
  const names = useTexts(DIMENSION_NAMES);
  const without = (gone: Filter) => view.filters.filter((filter) => filter !== gone);
  return (
    <div class="filters">
      {view.filters.map((filter) => {
        const { dimension } = filter;
        const name = `${names[dimension] ?? dimension}${filter.not_in ? ' ≠' : ''}`;
        return (
          <span class="chip" key={JSON.stringify(filter)}>
            <span>
              {name}: <FilterMembers filter={filter} />
            </span>
            <button
              type="button"
              aria-label={texts.removeFilter(name)}
              onClick={() => go({ filters: without(filter) })}
            >
              ×
            </button>
          </span>
        );
      })}
      <AddFilter
        dimensions={dimensions}
        add={(dimension, member, test) => {
          const same = view.filters.find((filter) => filter.dimension === dimension && filter[test]);
          const members = [...(same?.[test] ?? []), member];
          const kept = same ? without(same) : view.filters;
          go({ filters: [...kept, { dimension, [test]: [...new Set(members)] }] });
        }}
      />
    </div>
  );
}

function FilterMembers({ filter }: { filter: Filter }) {
  const texts = useTexts(SHELL);
  const wanted = filter.in ?? filter.not_in ?? [];
  const known = useMemberNames(filter.dimension, wanted);
  const nameOf = (id: string | null) => (id === null ? texts.noMember : (known.get(id) ?? id));
  return <>{wanted.map(nameOf).join(', ')}</>;
}

type Test = 'in' | 'not_in';

function AddFilter(props: {
  dimensions: readonly string[];
  add(dimension: string, member: string | null, test: Test): void;
}) {
  const { dimensions } = props;
  const id = useId();
  const texts = useTexts(SHELL);
  const names = useTexts(DIMENSION_NAMES);
  const [isOpen, setIsOpen] = useState(false);
  const [chosenDimension, setDimension] = useState('queue');
  const [test, setTest] = useState<Test>('in');
  const dimension = dimensions.includes(chosenDimension) ? chosenDimension : dimensions[0];
  const [search, setSearch] = useState('');
  const members = useMembers(isOpen ? dimension : undefined, search);
  const chosen = (member: string | null) => {
    document.getElementById(id)?.hidePopover();
    if (dimension) props.add(dimension, member, test);
  };
  return (
    <>
      <button type="button" class="button is-plain" popovertarget={id}>
        + {texts.addFilter}
      </button>
      <div id={id} popover="auto" class="pop" onToggle={(event) => setIsOpen(event.newState === 'open')}>
        <div class="row">
          <label class="field">
            {texts.filter}
            <select value={dimension} onChange={(event) => setDimension(event.currentTarget.value)}>
              {dimensions.map((name) => (
                <option key={name} value={name}>
                  {names[name] ?? name}
                </option>
              ))}
            </select>
          </label>
          <label class="field">
            {texts.filterTest}
            <select value={test} onChange={(event) => setTest(event.currentTarget.value as Test)}>
              <option value="in">{texts.filterTests.in}</option>
              <option value="not_in">{texts.filterTests.not_in}</option>
            </select>
          </label>
          <label class="field">
            {texts.search}
            <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
          </label>
        </div>
        <div class="filter-members">
          {members?.map((member) => (
            <button key={member.id} type="button" class="button is-plain" onClick={() => chosen(member.id)}>
              {member.name}
            </button>
          ))}
          {members?.length === 0 && <p class="soft">{texts.nothingFound}</p>}
          <button type="button" class="button is-plain" onClick={() => chosen(null)}>
            {texts.noMember}
          </button>
        </div>
      </div>
    </>
  );
}
