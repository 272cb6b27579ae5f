import { useCatalogue } from '../api/catalogue.ts';
import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Form, textOf } from '../components/form.tsx';
import { Checks, Input } from '../components/form-fields.tsx';
import { ListTable } from '../components/list-table.tsx';
import { Nothing } from '../components/states.tsx';
import { NOTHING, showValue } from '../format/value.ts';
import { COMBINATIONS } from '../messages/combinations.ts';
import { DIMENSION_NAMES } from '../messages/dimension-names.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { isAdmin, useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';

interface Combination {
  name: string;
  dimensions: readonly string[];
  metrics: readonly string[];
  state: string;
  rows_per_day: number | null;
  cost: { rows_read_after: number | null };
}

const PATH = '/api/v1/combinations';
/** Their members are no attributes of an interaction, so that no combination has them. */
const NOT_COMBINED = ['time', 'provider', 'article'];

/** Dimensions whose figures are kept ready together: readers see them, administrators declare and drop them. */
export function CombinationSettings() {
  const session = useSession();
  const { tenant } = session;
  const texts = useTexts(COMBINATIONS);
  const loaded = useAnswer<{ combinations: Combination[] }>(PATH);
  const remove = async ({ name }: Combination) => {
    await ask(`${PATH}/${encodeURIComponent(name)}`, { method: 'DELETE', tenant });
    loaded.reload();
  };
  const isWriter = isAdmin(session);
  return (
    <>
      <Loaded of={loaded}>
        {({ combinations }) =>
          combinations.length === 0 ? (
            <Nothing title={texts.none}>{texts.noneHint}</Nothing>
          ) : (
            <Card title={texts.list} note={texts.listNote}>
              <CombinationList combinations={combinations} {...(isWriter && { remove })} />
            </Card>
          )
        }
      </Loaded>
      {isWriter && <CombinationForm onAdded={loaded.reload} />}
    </>
  );
}

function CombinationList(props: {
  combinations: readonly Combination[];
  remove?: (combination: Combination) => Promise<void>;
}) {
  const { remove } = props;
  const texts = useTexts(COMBINATIONS);
  const names = useTexts(DIMENSION_NAMES);
  const locale = useLocale();
  const count = (value: number | null) => (value === null ? NOTHING : showValue(value, 'count', locale));
  return (
    <ListTable
      items={props.combinations}
      keyOf={({ name }) => name}
      caption={texts.list}
      columns={[
        {
          heading: texts.dimensions,
          isText: true,
          show: ({ dimensions }) => dimensions.map((name) => names[name] ?? name).join(' + '),
        },
        {
          heading: texts.metrics,
          isText: true,
          show: ({ metrics }) => <span class="wrapped small">{metrics.join(', ')}</span>,
        },
        {
          heading: texts.state,
          isText: true,
          show: ({ state }) => (
            <span class={`badge ${state === 'ready' ? 'is-good' : ''}`}>{texts.states[state] ?? state}</span>
          ),
        },
        { heading: texts.rows, show: ({ rows_per_day }) => count(rows_per_day) },
        { heading: texts.cost, show: ({ cost }) => count(cost.rows_read_after) },
        ...(remove
          ? [
              {
                heading: texts.actions,
                show: (combination: Combination) => (
                  <Confirm
                    label={texts.remove}
                    title={texts.removeTitle(combination.name)}
                    run={() => remove(combination)}
                    isDanger
                  >
                    <p>{texts.removeText}</p>
                  </Confirm>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

function CombinationForm({ onAdded }: { onAdded(): void }) {
  const { tenant } = useSession();
  const texts = useTexts(COMBINATIONS);
  const names = useTexts(DIMENSION_NAMES);
  const catalogue = useCatalogue();
  const dimensions = catalogue?.dimensions.filter(({ name }) => !NOT_COMBINED.includes(name)) ?? [];
  const add = async (values: FormData) => {
    const body = {
      dimensions: values.getAll('dimensions'),
      metrics: (textOf(values, 'metrics') ?? '').split(/[\s,]+/).filter(Boolean),
    };
    await ask(PATH, { method: 'POST', body, tenant });
    onAdded();
  };
  return (
    <Card title={texts.add} note={texts.addNote}>
      <Form send={add} submit={texts.submit} done={texts.added}>
        <Checks
          name="dimensions"
          label={texts.dimensions}
          hint={texts.dimensionsHint}
          options={dimensions.map(({ name, label }) => [name, names[name] ?? label])}
        />
        <Input name="metrics" label={texts.metrics} hint={texts.metricsHint} value="total_calls" required />
      </Form>
    </Card>
  );
}
