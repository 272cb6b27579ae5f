import type { Unit } from '../api/query.ts';
import { showValue } from './value.ts';

const MILLIONTHS = 1_000_000;
const TEN_THOUSANDTHS = 10_000;

/** A part of a figure, which the API gives in base units: as people read it, by the unit of the figure. */
export function showPart(part: number, unit: Unit | undefined, locale: string): string {
  switch (unit) {
    case 'usd':
      return showValue(part / MILLIONTHS, 'usd', locale);
    case 'score':
    case 'sentiment':
      return showValue(part / TEN_THOUSANDTHS, unit, locale);
    case 'seconds':
    case 'minutes':
      return showValue(part, 'seconds', locale);
    case 'milliseconds':
      return showValue(part, unit, locale);
    default:
      return showValue(part, 'count', locale);
  }
}
