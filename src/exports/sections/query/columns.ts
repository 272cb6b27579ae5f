import { type Grain, isFinerThanDays } from '../../../catalogue/grains.ts';
import type { Column as AnswerColumn } from '../../../query-language/answer.ts';
import type { Column, ColumnType } from '../../section.ts';

/** The columns of a table of the rows of a query. Members and their names may come from outside. */
export function tableColumns(columns: readonly AnswerColumn[]): Column[] {
  return columns.map((column) => ({ name: column.name, type: typeOf(column) }));
}

function typeOf(column: AnswerColumn): ColumnType {
  switch (column.kind) {
    case 'dimension':
    case 'label':
      return 'text';
    case 'time':
      return typeOfTime(column.grain);
    case 'metric':
      return 'number';
  }
}

/** What a grain recurs by is a number, but for `weekday_hour`. */
function typeOfTime(grain: Grain): ColumnType {
  if (grain === 'hour_of_day' || grain === 'day_of_week') return 'number';
  if (grain === 'weekday_hour') return 'plain';
  return isFinerThanDays(grain) ? 'instant' : 'date';
}
