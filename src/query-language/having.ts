import { QUERY_FORMAT } from '../query/format.ts';
import type { Fraction } from '../query/measures.ts';
import type { Columns } from './columns.ts';
import type { Mistakes } from './mistakes.ts';
import type { QueryRequest } from './request.ts';

/** A condition on the exact value of a metric, in the unit that its column shows. */
export interface Having {
  /** The position of the metric. */
  metric: number;
  holds(value: Fraction): boolean;
}

type Asked = NonNullable<QueryRequest['having']>[number];

const HOLDS: Readonly<Record<string, (sign: number) => boolean>> = {
  gte: (sign) => sign >= 0,
  gt: (sign) => sign > 0,
  lte: (sign) => sign <= 0,
  lt: (sign) => sign < 0,
  eq: (sign) => sign === 0,
};

/** The conditions of a query. Collects those on metrics that it does not ask for. */
export function havingOf(asked: readonly Asked[], { metrics }: Columns, mistakes: Mistakes): Having[] {
  return asked.flatMap(({ metric: name, ...limits }, index): Having[] => {
    const metric = metrics.findIndex((column) => column.name === name);
    if (metric < 0) {
      const accepted = metrics.map((column) => column.name).join(', ');
      mistakes.add(`having.${index}.metric`, `Must be a metric of the query: ${accepted}.`);
      return [];
    }
    const { factor = 1 } = QUERY_FORMAT[metrics[metric]!.measure.unit];
    const conditions = Object.entries(limits).filter(([, limit]) => limit !== undefined);
    return [
      {
        metric,
        holds: (value) =>
          value.denominator !== 0 &&
          conditions.every(([kind, limit]) => HOLDS[kind]!(compareDecimal(value, factor, limit!))),
      },
    ];
  });
}

/** The sign of value × factor − limit, exactly. */
function compareDecimal({ numerator, denominator }: Fraction, factor: number, limit: number): number {
  const { digits, scale } = decimalOf(limit);
  const left = BigInt(numerator) * BigInt(factor) * scale;
  const right = digits * BigInt(denominator);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** A number as it is written: digits / scale. */
function decimalOf(value: number): { digits: bigint; scale: bigint } {
  const [, whole = '', fraction = '', exponent = '0'] =
    /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const shift = Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  return shift >= 0
    ? { digits: digits * 10n ** BigInt(shift), scale: 1n }
    : { digits, scale: 10n ** BigInt(-shift) };
}
