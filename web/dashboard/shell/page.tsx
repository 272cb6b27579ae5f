import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Answer } from '../api/query.ts';
import { showInstant, showRange } from '../format/time.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { SHELL } from '../messages/shell.ts';
import { FilterBar } from './filter-bar.tsx';
import { PeriodPicker } from './period-picker.tsx';
import { ZonePicker } from './zone-picker.tsx';

/**
 * A page: its title, what period its figures are of and as of when, its controls and content. `of` is any of its
 * answers. Pages without figures of a period have no `controls`.
 */
export function Page(props: {
  title: string;
  of?: Answer | undefined;
  controls?: 'period' | 'none';
  /** False if the page compares nothing. */
  compare?: boolean;
  /** What the reader may filter by; the usual dimensions if left out. */
  dimensions?: readonly string[] | undefined;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  const texts = useTexts(SHELL);
  const locale = useLocale();
  const { title, of } = props;
  useEffect(() => {
    document.title = `${title} · Callmeter`;
  }, [title]);
  const hasControls = props.controls !== 'none';
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{title}</h1>
          {hasControls && (
            <p class="soft small">
              {of &&
                `${showRange(of.period, locale)} · ${of.period.time_zone} · ${texts.asOf(showInstant(of.as_of, of.period.time_zone, locale))}`}
            </p>
          )}
        </div>
        <div class="controls">
          {hasControls && <PeriodPicker compare={props.compare ?? true} />}
          {hasControls && <ZonePicker />}
          {props.actions}
        </div>
      </header>
      {hasControls && <FilterBar dimensions={props.dimensions} />}
      {props.children}
    </>
  );
}
