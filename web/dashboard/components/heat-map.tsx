import type { Answer } from '../api/query.ts';
import { weekdayName } from '../format/time.ts';
import { showShort, showValue } from '../format/value.ts';
import { useLocale } from '../messages/language.ts';
import { unitOf } from './kpi.tsx';
import { TablePlace } from './table-place.tsx';

const HOURS = 24;
/** Monday first; 0 is Sunday. */
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 0];

/** A figure by weekday and hour, of an answer by `time:weekday_hour`; a table whose cells are shaded. */
export function HeatMap({ answer, column, title }: { answer: Answer; column: string; title: string }) {
  const locale = useLocale();
  const unit = unitOf(answer, column);
  const values = new Map(answer.rows.map((row) => [String(row.time), row[column]]));
  const numbers = [...values.values()].filter((value) => typeof value === 'number');
  const most = Math.max(...numbers, 0) || 1;
  const used = Array.from({ length: HOURS }, (_, hour) => hour).filter((hour) =>
    WEEKDAYS.some((day) => typeof values.get(labelOf(day, hour)) === 'number'),
  );
  const hours = used.length > 0 ? range(Math.min(...used), Math.max(...used)) : [];
  return (
    <TablePlace>
      <table class="heat">
        <caption class="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col">
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((day) => (
            <tr key={day}>
              <th scope="row">{weekdayName(day, locale)}</th>
              {hours.map((hour) => {
                const value = values.get(labelOf(day, hour));
                const share = typeof value === 'number' ? value / most : 0;
                return (
                  <td
                    key={hour}
                    title={`${weekdayName(day, locale)} ${hour}:00 · ${showValue(value, unit, locale)}`}
                    style={{ background: `rgb(var(--heat) / calc(${share.toFixed(2)} * var(--heat-most)))` }}
                  >
                    {typeof value === 'number' ? showShort(value, unit, locale) : ''}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </TablePlace>
  );
}

function labelOf(day: number, hour: number): string {
  return `${day}-${String(hour).padStart(2, '0')}`;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}
