import { showInstant } from '../format/time.ts';
import { showValue } from '../format/value.ts';
import { useLocale, useTexts } from '../messages/language.ts';
import { RECORDS } from '../messages/records.ts';

/** A stretch of an interaction: where it waited, and then was in contact. Instants are ISO 8601. */
export interface Stretch {
  name: string;
  note: string;
  started_at: string;
  answered_at: string | null;
  ended_at: string | null;
}

/** Stretches of an interaction below each other on one line of time; shaded while waiting, filled while in contact. */
export function Course({ stretches, zone }: { stretches: readonly Stretch[]; zone: string }) {
  const texts = useTexts(RECORDS);
  const locale = useLocale();
  const times = stretches.flatMap(({ started_at, answered_at, ended_at }) =>
    [started_at, answered_at, ended_at].filter((at) => at !== null).map(Date.parse),
  );
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const whole = Math.max(last - first, 1_000);
  const span = (from: string, to: string) => ({
    left: `${((Date.parse(from) - first) / whole) * 100}%`,
    width: `${((Date.parse(to) - Date.parse(from)) / whole) * 100}%`,
  });
  const lasted = (from: string, to: string) =>
    showValue((Date.parse(to) - Date.parse(from)) / 1_000, 'seconds', locale);
  return (
    <div class="course">
      {stretches.flatMap(({ name, note, started_at: start, answered_at: answer, ended_at: end }, place) => {
        const waited = answer ?? end;
        return [
          <div key={`${place} name`}>
            {name}
            <span class="soft small"> · {showInstant(start, zone, locale)}</span>
          </div>,
          <div key={`${place} track`} class="course-track" aria-hidden="true">
            {waited && <span class="course-part is-wait" style={span(start, waited)} />}
            {answer && end && <span class="course-part" style={span(answer, end)} />}
          </div>,
          <div key={`${place} note`} class="small">
            {note}
            {waited && ` · ${texts.waiting} ${lasted(start, waited)}`}
            {answer && end && ` · ${texts.talking} ${lasted(answer, end)}`}
          </div>,
        ];
      })}
    </div>
  );
}
