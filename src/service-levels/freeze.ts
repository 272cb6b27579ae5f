import { type AuditedContext, auditParams, insertEntryWhere } from '../audit/entry.ts';
import { statementsIn } from '../db/statement.ts';
import { invalidInput } from '../error-list.ts';
import { dateOfDay, dayOfDate } from '../time/dates.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { agreedIn, SELECT_FREEZES } from './stored-policies.ts';

const statement = statementsIn('service-levels');

/** SQL: whether fewer days are closed. `before` is a parameter. */
const closesMore = (before: string): string =>
  `NOT EXISTS (SELECT 1 FROM service_level_freezes f WHERE f.tenant = ?1 AND f.closed_before >= ${before})`;

const INSERT = statement(`
  INSERT INTO service_level_freezes (tenant, closed_before, through, frozen_at)
  SELECT ?1, ?2, ?3, ?4 WHERE ${closesMore('?2')}`);

/** The entry is written before what it is of, in the same transaction. */
const AUDIT = insertEntryWhere(closesMore('?12'));

/**
 * Closes all days through a date of the tenant's time zone to new versions of policies, for good. Returns the last date
 * that is closed then: a later one, if that was closed before. Throws InvalidInput for a day that is not over.
 */
export async function freezeServiceLevels(
  { store, tenant, actor, now }: AuditedContext & { tenant: { timeZone: string } },
  through: string,
): Promise<string> {
  const { timeZone: zone } = tenant;
  const day = dayOfDate(through)!;
  const today = localDay(zone, now);
  if (day >= today) {
    const message = `Must be a day that is over in ${zone}: ${dateOfDay(today - 1)} or earlier.`;
    throw invalidInput('The body', [{ path: 'through', message }]);
  }
  const before = startOfDay(zone, day + 1);
  const entry = { action: 'policies_frozen', actor, subject: through } as const;
  const [, , freezes] = await store.batch([
    AUDIT.with(...auditParams(entry, now), before),
    INSERT.with(before, through, now),
    SELECT_FREEZES.with(),
  ]);
  return agreedIn([], freezes).frozen!.through;
}
