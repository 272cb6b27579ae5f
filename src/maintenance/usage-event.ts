import type { TimedContext } from '../db/tenant-store.ts';
import { eventIdOf, eventStatements } from '../delivery/event-statements.ts';
import { isoInstant } from '../time/dates.ts';
import { startOfUsageDay } from '../usage/counting.ts';
import { usageOfDay } from '../usage/day.ts';

/** Makes the event `tenant.usage` of the UTC day before `now` (seconds UTC), once however often it runs. */
export async function tellUsage(context: TimedContext): Promise<void> {
  const end = startOfUsageDay(context.now);
  const { records, exports, storedRecords, storedBytes, measuredAt } = await usageOfDay(context, end - 1);
  const data = {
    date: isoInstant(end - 1).slice(0, 10),
    records,
    exports,
    stored_records: storedRecords,
    stored_bytes: storedBytes,
    measured_at: measuredAt === null ? null : isoInstant(measuredAt),
  };
  const id = eventIdOf(end, 'tenant.usage');
  await context.store.batch(eventStatements({ type: 'tenant.usage', at: end, data, id }));
}
