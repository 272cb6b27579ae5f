import type { Cell, Unit } from '../api/query.ts';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, format);
  return format;
}

/** What stands for a figure that there is none of. */
export const NOTHING = '–';

/** A figure as people read it, by the unit of its column. Null is a dash. */
export function showValue(value: Cell | undefined, unit: Unit | undefined, locale: string): string {
  if (value === null || value === undefined) return NOTHING;
  if (typeof value !== 'number') return String(value);
  switch (unit) {
    case 'percent':
      return numberFormat(locale, {
        style: 'percent',
        maximumFractionDigits: 1,
        minimumFractionDigits: 1,
      }).format(value / 100);
    case 'seconds':
      return showSeconds(value, locale);
    case 'minutes':
      return showSeconds(value * 60, locale);
    case 'milliseconds':
      return `${numberFormat(locale, { maximumFractionDigits: 0 }).format(value)} ms`;
    case 'usd':
      return numberFormat(locale, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        ...(Math.abs(value) > 0 &&
          Math.abs(value) < 0.1 && { minimumFractionDigits: 3, maximumFractionDigits: 3 }),
      }).format(value);
    case 'rating':
    case 'mean':
    case 'score':
      return numberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(value);
    case 'sentiment':
    case 'ratio':
      return numberFormat(locale, { maximumFractionDigits: 2 }).format(value);
    default:
      return numberFormat(locale, { maximumFractionDigits: 1 }).format(value);
  }
}

const MINUTE = 60;
const HOUR = 3_600;

/** Seconds as 0:27, 5:03 or 1:12:05; whole hours from 100 hours on. */
function showSeconds(seconds: number, locale: string): string {
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 ? '−' : '';
  if (whole >= 100 * HOUR)
    return `${sign}${numberFormat(locale, { maximumFractionDigits: 0 }).format(whole / HOUR)} h`;
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.floor(whole / MINUTE);
  if (minutes < 60) return `${sign}${minutes}:${two(whole % MINUTE)}`;
  return `${sign}${Math.floor(whole / HOUR)}:${two(minutes % 60)}:${two(whole % MINUTE)}`;
}

/** A figure of an axis: short, such as 12K. */
export function showShort(value: number, unit: Unit | undefined, locale: string): string {
  if (unit === 'percent')
    return numberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(value / 100);
  if (unit === 'seconds' || unit === 'minutes') return showValue(value, unit, locale);
  if (unit === 'usd') {
    return numberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      notation: 'compact',
    }).format(value);
  }
  return numberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** A change as a signed percentage of the earlier value. */
export function showChange(fraction: number, locale: string): string {
  return numberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    maximumFractionDigits: Math.abs(fraction) < 0.1 ? 1 : 0,
  }).format(fraction);
}
