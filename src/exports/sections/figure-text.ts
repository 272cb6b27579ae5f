import { formatMeasure, type NumberFormat } from '../../query/format.ts';
import { MEASURES, type MeasureName, type Values } from '../../query/measures.ts';

const NOTHING = '–';

/** Formats a measure for people: the value that the API shows, with rates in percent and money in dollars. */
export function figureText(name: MeasureName, figures: Values, style: NumberFormat): string {
  const value = formatMeasure(name, figures, style);
  if (value === null) return NOTHING;
  const { unit } = MEASURES[name];
  const { decimals, factor = 1 } = style[unit];
  if (unit === 'rate' || unit === 'share') {
    return `${withDecimals((value * 100) / factor, factor === 1 ? Math.max(decimals - 2, 0) : decimals)} %`;
  }
  if (unit === 'dollars' || unit === 'unit_cost') return `$${withDecimals(value, decimals)}`;
  if (unit === 'seconds') return `${withDecimals(value, decimals)} s`;
  return withDecimals(value, decimals);
}

function withDecimals(value: number, decimals: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
