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
  /** Of the page of a member: the list that it is in. */
  parent?: { href: string; name: string };
  of?: Answer | undefined;
  /** Which of the view's choices the page follows: all, all but the period, or none. */
  controls?: 'all' | 'filters' | 'none';
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
  const { controls = 'all' } = props;
  const hasControls = controls !== 'none';
  return (
    <>
      <header class="page-head">
        <div>
          {props.parent && (
            <p class="small">
              <a href={props.parent.href}>← {props.parent.name}</a>
            </p>
          )}
          <h1>{title}</h1>
          {hasControls && (
            <p class="soft small">
              {of &&
                `${showRange(of.period, locale)} · ${of.period.time_zone} · ${texts.asOf(showInstant(of.as_of, of.period.time_zone, locale))}`}
            </p>
          )}
        </div>
        <div class="controls">
          {controls === 'all' && <PeriodPicker compare={props.compare ?? true} />}
          {hasControls && <ZonePicker />}
          {props.actions}
        </div>
      </header>
      {hasControls && <FilterBar dimensions={props.dimensions} />}
      {props.children}
    </>
  );
}
