import { cellToken } from '../../src/behind/cell-token.ts';
import { MEASURES } from '../../src/query/measures.ts';
import { localDay } from '../../src/time/zones.ts';
import { contextOf } from '../support/context.ts';
import type { TestTenant } from '../support/tenant.ts';

/** The token of a cell: all ended interactions of the last two days. */
export function sampleCellToken(tenant: TestTenant): Promise<string> {
  const context = contextOf(tenant);
  const { now } = context;
  const [start, end, zone] = [now - 2 * 86_400, now + 1, 'UTC'];
  return cellToken(context, {
    metric: 'ended',
    measure: MEASURES.ended,
    filter: {},
    period: { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) },
    now,
    value: { numerator: 0, denominator: 1 },
  });
}
