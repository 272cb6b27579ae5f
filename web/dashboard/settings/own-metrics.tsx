import { useState } from 'preact/hooks';
import { forgetCatalogue, type MetricInfo } from '../api/catalogue.ts';
import { ask } from '../api/request.ts';
import { useAnswer } from '../api/use-answer.ts';
import { Card } from '../components/card.tsx';
import { Confirm } from '../components/confirm.tsx';
import { Form, textOf } from '../components/form.tsx';
import { Input, Select } from '../components/form-fields.tsx';
import { ListTable } from '../components/list-table.tsx';
import { Nothing } from '../components/states.tsx';
import { useTexts } from '../messages/language.ts';
import { OWN_METRICS } from '../messages/own-metrics.ts';
import { isAdmin, useSession } from '../session.ts';
import { Loaded } from './loaded.tsx';
import { readWeights, showWeights } from './weights.ts';

const PATH = '/api/v1/metrics';

/** Metrics of the tenant's own: readers see them, administrators define, change and delete them. */
export function OwnMetricSettings() {
  const session = useSession();
  const { tenant } = session;
  const texts = useTexts(OWN_METRICS);
  const loaded = useAnswer<{ metrics: MetricInfo[]; base_measures: { name: string }[] }>(PATH);
  const [changed, setChanged] = useState<MetricInfo>();
  const reload = () => {
    forgetCatalogue(tenant);
    loaded.reload();
  };
  const remove = async ({ name }: MetricInfo) => {
    await ask(`${PATH}/${name}`, { method: 'DELETE', tenant });
    setChanged(undefined);
    reload();
  };
  const isWriter = isAdmin(session);
  return (
    <Loaded of={loaded}>
      {({ metrics, base_measures: parts }) => {
        const own = metrics.filter((metric) => metric.own);
        return (
          <>
            {own.length === 0 ? (
              <Nothing title={texts.none}>{texts.noneHint}</Nothing>
            ) : (
              <Card title={texts.list} note={texts.listNote}>
                <MetricList metrics={own} {...(isWriter && { change: setChanged, remove })} />
              </Card>
            )}
            {isWriter && (
              <Card
                title={changed ? texts.edit(changed.name) : texts.add}
                actions={
                  changed && (
                    <button type="button" class="button" onClick={() => setChanged(undefined)}>
                      {texts.other}
                    </button>
                  )
                }
              >
                <MetricForm key={changed?.name ?? ''} metric={changed} onSaved={reload} />
                <details>
                  <summary class="soft small">{texts.parts}</summary>
                  <p class="small">{parts.map(({ name }) => name).join(', ')}</p>
                </details>
              </Card>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function MetricList(props: {
  metrics: readonly MetricInfo[];
  change?: (metric: MetricInfo) => void;
  remove?: (metric: MetricInfo) => Promise<void>;
}) {
  const { change, remove } = props;
  const texts = useTexts(OWN_METRICS);
  const actions = (metric: MetricInfo) => (
    <div class="row is-end">
      <button type="button" class="button" onClick={() => change?.(metric)}>
        {texts.change}
      </button>
      <Confirm
        label={texts.remove}
        title={texts.removeTitle(metric.label)}
        run={() => remove!(metric)}
        isDanger
      >
        <p>{texts.removeText}</p>
      </Confirm>
    </div>
  );
  return (
    <ListTable
      items={props.metrics}
      keyOf={({ name }) => name}
      caption={texts.list}
      columns={[
        {
          heading: texts.label,
          isText: true,
          show: ({ name, label }) => (
            <>
              {label}
              <span class="soft small note">{name}</span>
            </>
          ),
        },
        {
          heading: texts.description,
          isText: true,
          show: ({ description }) => <span class="wrapped">{description}</span>,
        },
        { heading: texts.unit, show: ({ unit }) => unit, isText: true },
        {
          heading: texts.formula,
          isText: true,
          show: ({ numerator, denominator }) => (
            <code class="wrapped small">
              {showWeights(numerator)}
              {denominator && ` ÷ (${showWeights(denominator)})`}
            </code>
          ),
        },
        ...(change && remove ? [{ heading: texts.actions, show: actions }] : []),
      ]}
    />
  );
}

/** Units as the catalogue shows them, and as definitions name them. */
const DEFINED: Readonly<Record<string, string>> = { percent: 'rate', mean: 'ratio' };

function MetricForm({ metric, onSaved }: { metric: MetricInfo | undefined; onSaved(): void }) {
  const { tenant } = useSession();
  const texts = useTexts(OWN_METRICS);
  const save = async (values: FormData) => {
    const denominator = readWeights(textOf(values, 'denominator') ?? '');
    const body = {
      ...(!metric && { name: textOf(values, 'name') ?? '' }),
      label: textOf(values, 'label') ?? '',
      description: textOf(values, 'description') ?? '',
      unit: values.get('unit'),
      better: values.get('better'),
      numerator: readWeights(textOf(values, 'numerator') ?? ''),
      denominator: Object.keys(denominator).length > 0 ? denominator : null,
    };
    const [method, path] = metric
      ? (['PATCH', `${PATH}/${metric.name}`] as const)
      : (['POST', PATH] as const);
    await ask(path, { method, body, tenant });
    onSaved();
  };
  return (
    <Form send={save} submit={texts.submit}>
      <div class="form-grid">
        {!metric && <Input name="name" label={texts.name} hint={texts.nameHint} required />}
        <Input name="label" label={texts.label} value={metric?.label ?? ''} required />
        <Select
          name="unit"
          label={texts.unit}
          value={metric ? (DEFINED[metric.unit] ?? metric.unit) : 'count'}
          options={Object.entries(texts.units)}
        />
        <Select
          name="better"
          label={texts.better}
          value={metric?.better ?? 'neutral'}
          options={Object.entries(texts.betters)}
        />
      </div>
      <Input name="description" label={texts.description} value={metric?.description ?? ''} required />
      <div class="form-grid">
        <Input
          name="numerator"
          label={texts.numerator}
          hint={texts.sumHint}
          value={showWeights(metric?.numerator)}
          required
        />
        <Input
          name="denominator"
          label={texts.denominator}
          hint={texts.noDenominator}
          value={showWeights(metric?.denominator)}
        />
      </div>
    </Form>
  );
}
