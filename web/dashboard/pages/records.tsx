import type { Query } from '../api/query.ts';
import { type RecordBehind, useRecords } from '../api/records.ts';
import { Card } from '../components/card.tsx';
import { unitOf } from '../components/kpi.tsx';
import { type ListColumn, ListTable } from '../components/list-table.tsx';
import { MetricName, useMetricInfo } from '../components/metric-name.tsx';
import { MetricPicker } from '../components/metric-picker.tsx';
import { Failed, Nothing, Skeleton } from '../components/states.tsx';
import { showPart } from '../format/part.ts';
import { showInstant } from '../format/time.ts';
import { NOTHING, showValue } from '../format/value.ts';
import { EXPLORE } from '../messages/explore.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { RECORDS } from '../messages/records.ts';
import { SHELL } from '../messages/shell.ts';
import { VALUES } from '../messages/values.ts';
import { Page } from '../shell/page.tsx';
import { metricOf } from '../view/records-link.ts';
import { useView } from '../view/use-view.tsx';
import { scopeOf } from '../view/view.ts';
import { RecordPage } from './record.tsx';
import '../styles/explore.css';
import '../styles/records.css';

/** The records behind one figure: `metric` of the address, in its period and with its filters. */
export function RecordsPage() {
  const { view, go } = useView();
  const id = view.path[1];
  const asked = metricOf(view);
  const texts = useTexts(RECORDS);
  const query: Query | undefined = asked && { ...scopeOf(view), metrics: [{ ...asked, as: 'figure' }] };
  const loaded = useRecords(id === undefined ? query : undefined);
  const answer = loaded.behind?.answer;
  if (id !== undefined) return <RecordPage id={id} />;
  const choose = (label: string) => (
    <MetricPicker label={label} choose={({ name }) => go({ own: { metric: name } })} />
  );
  return (
    <Page title={texts.title} of={answer} compare={false} actions={asked && choose(texts.other)}>
      {!asked && (
        <Nothing title={texts.choose}>
          <div class="stack">
            <p>{texts.chooseHint}</p>
            <div>{choose(texts.choose)}</div>
          </div>
        </Nothing>
      )}
      {loaded.error && <Failed error={loaded.error} again={loaded.reload} />}
      {asked && !loaded.behind && !loaded.error && <Skeleton height="24rem" />}
      {asked && loaded.behind && <Behind metric={asked} loaded={loaded} />}
    </Page>
  );
}

interface Parts {
  metric: NonNullable<ReturnType<typeof metricOf>>;
  loaded: ReturnType<typeof useRecords>;
}

function Behind({ metric, loaded }: Parts) {
  const texts = useTexts(RECORDS);
  const shell = useTexts(SHELL);
  const { stats } = useTexts(EXPLORE);
  const locale = useLocale();
  const info = useMetricInfo(metric.metric);
  const { answer, link, pages } = loaded.behind!;
  const unit = unitOf(answer, 'figure');
  const items = pages.flatMap((page) => page.items);
  const last = pages.at(-1);
  const value = last ? last.cell.value : answer.rows[0]?.figure;
  const parts = last?.cell.parts;
  const choices = [
    metric.stat && (stats[metric.stat] ?? metric.stat),
    ...Object.entries(metric.args ?? {}).map(([name, chosen]) => `${name} ${chosen}`),
  ];
  return (
    <>
      <Card
        title={<MetricName metric={metric.metric} />}
        note={choices.filter(Boolean).join(' · ') || undefined}
      >
        <p class="figure-large">{showValue(value, unit, locale)}</p>
        {parts && parts.denominator !== null && last.cell.rank === null && (
          <p class="soft">
            {texts.made(
              showPart(parts.numerator, unit, locale),
              showValue(parts.denominator, 'count', locale),
            )}
          </p>
        )}
        {typeof last?.cell.rank === 'number' && (
          <p class="soft">{texts.rank(showValue(last.cell.rank, 'count', locale))}</p>
        )}
        <p class="soft" lang="en">
          {info?.description ?? shell.loading}
        </p>
        {last?.changed && (
          <div class="message" role="status">
            <p>{texts.changed}</p>
            <button type="button" class="button" onClick={loaded.reload}>
              {texts.again}
            </button>
          </div>
        )}
      </Card>
      {answer.rows.length === 0 || (link && items.length === 0 && !loaded.more) ? (
        <Nothing title={texts.nothing}>{shell.noDataHint}</Nothing>
      ) : link === null ? (
        <Nothing title={texts.noRecords}>{texts.noRecordsHint}</Nothing>
      ) : (
        <Card title={texts.list} note={texts.shown(showValue(items.length, 'count', locale))}>
          <List items={items} zone={answer.period.time_zone} unit={unit} />
          {loaded.more ? (
            <div>
              <button type="button" class="button" disabled={loaded.isLoading} onClick={loaded.more}>
                {loaded.isLoading ? shell.loading : texts.more}
              </button>
            </div>
          ) : (
            <p class="soft small">{texts.all}</p>
          )}
        </Card>
      )}
    </>
  );
}

function List(props: { items: readonly RecordBehind[]; zone: string; unit: ReturnType<typeof unitOf> }) {
  const { items, zone, unit } = props;
  const { view, link } = useView();
  const texts = useTexts(RECORDS);
  const values = useTexts(VALUES);
  const locale = useLocale();
  const word = (value: string | undefined) => (value === undefined ? NOTHING : (values[value] ?? value));
  const adds = ({ numerator, denominator }: RecordBehind) => {
    if (denominator === null) return showPart(numerator, unit, locale);
    if (unit === 'percent' && denominator === 1) return numerator === 0 ? texts.countsNot : texts.counts;
    const part = showPart(numerator, unit, locale);
    return denominator === 1 ? part : texts.made(part, showValue(denominator, 'count', locale));
  };
  const time = (item: RecordBehind) => {
    const at = item.at.length > 10 ? showInstant(item.at, zone, locale) : item.at;
    if (item.interaction_id === null) return at;
    return <a href={link({ path: ['records', item.interaction_id], own: view.own })}>{at}</a>;
  };
  const seconds = (value: number | null | undefined) => showValue(value ?? null, 'seconds', locale);
  const columns: ListColumn<RecordBehind>[] = [
    { heading: texts.time, show: time, isText: true },
    { heading: texts.adds, show: adds },
    {
      heading: texts.kind,
      isText: true,
      show: ({ type, id, interaction }) =>
        [
          type === 'interaction' ? word(interaction?.kind) : word(type),
          // Of a daily counter the article or mailbox, behind its date.
          !interaction && id.split('/').slice(1).join('/'),
          interaction?.channel,
          interaction && word(interaction.direction),
        ]
          .filter(Boolean)
          .join(' · '),
    },
    { heading: texts.agent, isText: true, show: (item) => item.interaction?.agent_name ?? NOTHING },
    { heading: texts.queue, isText: true, show: (item) => item.interaction?.queue_name ?? NOTHING },
    {
      heading: texts.outcome,
      isText: true,
      show: ({ interaction }) =>
        [...new Set([interaction?.status, interaction?.outcome].map(word))].join(' · '),
    },
    { heading: texts.wait, show: (item) => seconds(item.interaction?.wait_seconds) },
    { heading: texts.duration, show: (item) => seconds(item.interaction?.duration_seconds) },
  ];
  return (
    <ListTable
      items={items}
      columns={columns}
      keyOf={({ type, id, at }) => `${type} ${id} ${at}`}
      caption={texts.list}
    />
  );
}
