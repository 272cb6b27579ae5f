import { showChange } from '../format/value.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { useMetricInfo } from './metric-name.tsx';

/** A change against the earlier value: an arrow, its share, and in words for those who do not see colours. */
export function Change(props: { metric: string; fraction: number | null | undefined; before?: string }) {
  const info = useMetricInfo(props.metric);
  const texts = useTexts(SHELL);
  const locale = useLocale();
  const { fraction, before } = props;
  if (typeof fraction !== 'number') return <p class="change">{before}</p>;
  const isBetter =
    info && info.better !== 'neutral' && fraction !== 0 && fraction > 0 === (info.better === 'higher');
  const isWorse = info && info.better !== 'neutral' && fraction !== 0 && !isBetter;
  return (
    <p class={`change ${isBetter ? 'is-better' : isWorse ? 'is-worse' : ''}`}>
      <strong>
        <span aria-hidden="true">{fraction > 0 ? '▲ ' : fraction < 0 ? '▼ ' : ''}</span>
        {fraction === 0 ? texts.unchanged : showChange(fraction, locale)}
      </strong>
      {before && <span>{before}</span>}
      {(isBetter || isWorse) && <span class="visually-hidden">{isBetter ? texts.better : texts.worse}</span>}
    </p>
  );
}
