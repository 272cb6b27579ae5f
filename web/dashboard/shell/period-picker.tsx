import { useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useView } from '../view/use-view.tsx';
import { COMPARISONS, type Comparison, type NamedPeriod, PERIODS } from '../view/view.ts';

const DAY_MS = 86_400_000;
/** Of a bound that is an instant, such as one hour of a chart, the date is offered. */
const DATE_CHARACTERS = 'YYYY-MM-DD'.length;

/** The period and, with `compare`, what it is compared with. */
export function PeriodPicker({ compare }: { compare: boolean }) {
  const { view, go } = useView();
  const texts = useTexts(SHELL);
  const { period } = view;
  const isCustom = typeof period === 'object';
  const choose = (name: string) => {
    if (name !== 'custom') return go({ period: name as NamedPeriod });
    const date = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
    go({ period: { from: date(6), to: date(0) } });
  };
  return (
    <>
      <label class="field">
        {texts.period}
        <select value={isCustom ? 'custom' : period} onChange={(event) => choose(event.currentTarget.value)}>
          {Object.keys(PERIODS).map((name) => (
            <option key={name} value={name}>
              {texts.periods[name as NamedPeriod]}
            </option>
          ))}
          <option value="custom">{texts.periods.custom}</option>
        </select>
      </label>
      {isCustom &&
        (['from', 'to'] as const).map((end) => (
          <label class="field" key={end}>
            {texts[end]}
            <input
              type="date"
              required
              value={period[end].slice(0, DATE_CHARACTERS)}
              onChange={({ currentTarget: { value } }) => {
                const dates = {
                  from: period.from.slice(0, DATE_CHARACTERS),
                  to: period.to.slice(0, DATE_CHARACTERS),
                };
                const changed = { ...dates, [end]: value };
                if (value && changed.from <= changed.to) go({ period: changed });
                else if (value) go({ period: { from: value, to: value } });
              }}
            />
          </label>
        ))}
      {compare && (
        <label class="field">
          {texts.compare}
          <select
            value={view.compare}
            onChange={(event) => go({ compare: event.currentTarget.value as Comparison })}
          >
            {COMPARISONS.map((name) => (
              <option key={name} value={name}>
                {texts.comparisons[name]}
              </option>
            ))}
          </select>
        </label>
      )}
    </>
  );
}
