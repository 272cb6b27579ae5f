import { PLAIN_METRICS } from '../../oracle/query-metrics.ts';
import type { Answered } from './client.ts';

type Figures = Record<string, unknown>;

const RANKS = Object.keys(PLAIN_METRICS).filter((name) => PLAIN_METRICS[name]!.isRank);

/** Percentiles may be off by 1 %; those within it are replaced by the expected ones. */
function withExactRanks(shown: Figures | undefined, expected: Figures | undefined): Figures | undefined {
  if (!shown) return undefined;
  const exact = RANKS.filter((name) => name in shown).map((name) => {
    const [value, wanted] = [shown[name], expected?.[name]];
    const near =
      typeof value === 'number' && typeof wanted === 'number' && Math.abs(value - wanted) <= wanted / 100;
    return [name, near ? wanted : value];
  });
  return { ...shown, ...Object.fromEntries(exact) };
}

/** What of an answer follows from what was sent and asked. */
export function compared(answer: Answered, expected: Answered): Figures {
  const { columns: _columns, as_of: _now, cost: _cost, query: _query, page, rows, totals, ...rest } = answer;
  const { after: _after, ...counted } = page;
  return {
    ...rest,
    rows: rows.map((row, index) => withExactRanks(row, expected.rows[index])),
    ...(totals && { totals: withExactRanks(totals, expected.totals) }),
    page: counted,
  };
}
