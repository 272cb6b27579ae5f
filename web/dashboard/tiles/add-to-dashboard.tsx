import { useId, useState } from 'preact/hooks';
import { type Dashboard, useDashboards } from '../api/dashboards.ts';
import type { Query } from '../api/query.ts';
import { Form, textOf } from '../components/form.tsx';
import { Input, Select } from '../components/form-fields.tsx';
import { DASHBOARDS } from '../messages/dashboards.ts';
import { useTexts } from '../messages/language.ts';
import { useSession } from '../session.ts';
import { useView } from '../view/use-view.tsx';
import { keptQuery, shapesOf } from './tile-query.ts';
import '../styles/dashboards.css';
import '../styles/forms.css';

const NEW = '';

/** Adds the query of the Explore page to a dashboard, or to a new one. API keys have no dashboards of their own. */
export function AddToDashboard({ query }: { query: Query }) {
  const id = useId();
  const { role } = useSession();
  const texts = useTexts(DASHBOARDS);
  const [isOpen, setIsOpen] = useState(false);
  if (role === null) return null;
  return (
    <>
      <button type="button" class="button" popovertarget={id}>
        {texts.add}
      </button>
      <div id={id} popover="auto" class="pop" onToggle={(event) => setIsOpen(event.newState === 'open')}>
        <h3>{texts.add}</h3>
        <p class="small soft">{texts.addHint}</p>
        {isOpen && <AddForm query={query} />}
      </div>
    </>
  );
}

function AddForm({ query }: { query: Query }) {
  const texts = useTexts(DASHBOARDS);
  const { link } = useView();
  const { dashboards = [], create, change } = useDashboards();
  const [target, setTarget] = useState(NEW);
  const [saved, setSaved] = useState<Dashboard>();
  const send = async (values: FormData) => {
    const title = textOf(values, 'title') ?? '';
    const tile = {
      title,
      shape: shapesOf(query)[0]!,
      width: 'half',
      query: keptQuery(query),
    } as const;
    const existing = dashboards.find((each) => each.id === target);
    setSaved(
      existing
        ? await change({ ...existing, tiles: [...existing.tiles, tile] })
        : await create({ name: textOf(values, 'name') ?? '', tiles: [tile] }),
    );
  };
  return (
    <Form send={send} submit={texts.save} done={texts.added}>
      <Input name="title" label={texts.tileTitle} required />
      <Select
        name="dashboard"
        label={texts.dashboard}
        value={target}
        onChange={setTarget}
        options={[[NEW, texts.newDashboard], ...dashboards.map(({ id, name }) => [id, name] as const)]}
      />
      {target === NEW && <Input name="name" label={texts.name} required />}
      {saved && <a href={link({ path: ['dashboards', saved.id], own: {} })}>{texts.open}</a>}
    </Form>
  );
}
