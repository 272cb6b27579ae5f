import { statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { PROMPT_SECONDS } from '../facts/closings.ts';
import { dateOfDay, dayOfDate } from '../time/dates.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { readableChanges, SELECT_UNSETTLED } from './changes.ts';
import { dayOf } from './fold.ts';

const statement = statementsIn('rollups');

const latestDate = (type: string): string => `(SELECT c.date FROM daily_counters c
    WHERE c.tenant = ?1 AND c.type = '${type}' AND c.date < ?3 ORDER BY c.date DESC LIMIT 1)`;

const latestOf = (
  column: string,
): string => `(SELECT i.${column} FROM interactions i INDEXED BY interactions_by_${column}
    WHERE i.tenant = ?1 AND i.${column} < ?2 ORDER BY i.${column} DESC LIMIT 1)`;

/** Each subquery reads one row from the end of an index, however many facts there are. */
const SELECT_LATEST = statement<{ instants: string; dates: string }>(`
  SELECT
    json_array(
      (SELECT i.started_at FROM interactions i INDEXED BY interactions_by_start
        WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at < ?2 ORDER BY i.started_at DESC LIMIT 1),
      (SELECT e.responded_at FROM evaluations e INDEXED BY evaluations_by_time
        WHERE e.tenant = ?1 AND e.removed = 0 AND e.attached = 1 AND e.responded_at < ?2
        ORDER BY e.responded_at DESC LIMIT 1),
      (SELECT r.created_at FROM quality_reviews r INDEXED BY quality_reviews_by_time
        WHERE r.tenant = ?1 AND r.removed = 0 AND r.attached = 1 AND r.created_at < ?2
        ORDER BY r.created_at DESC LIMIT 1),
      (SELECT e.sent_at FROM evaluations e INDEXED BY surveys_by_time
        WHERE e.tenant = ?1 AND e.removed = 0 AND e.attached = 1 AND e.sent_at < ?2
        ORDER BY e.sent_at DESC LIMIT 1),
      ${latestOf('closed_late')}, ${latestOf('reopened_at')},
      (SELECT min(i.started_at + ${PROMPT_SECONDS}, ?2 - 1) FROM interactions i INDEXED BY interactions_by_start
        WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at < ?2 ORDER BY i.started_at DESC LIMIT 1),
      (SELECT min((a.day + 1 + (a.carried IS NOT NULL)) * 86400, ?2) - 1 FROM agent_days a
        WHERE a.tenant = ?1 AND a.day < ?2 / 86400.0 ORDER BY a.day DESC LIMIT 1)) AS instants,
    json_array(${latestDate('article_stats')}, ${latestDate('email_channel_stats')}) AS dates`);

const END_OF_TIME = 1_000_000_000_000;
const LAST_DATE = '9999-12-31';

/**
 * The latest local day in `zone` that facts or pending changes touch, before the day `before` if given; undefined if
 * there is none.
 */
export async function latestDay(
  { store }: StoreContext,
  { zone, before }: { zone: string; before?: number },
): Promise<number | undefined> {
  const bounds =
    before === undefined
      ? ([END_OF_TIME, LAST_DATE] as const)
      : [startOfDay(zone, before), dateOfDay(before)];
  const [[latest], changes] = await store.batch([SELECT_LATEST.with(...bounds), SELECT_UNSETTLED.with()]);
  const { instants, dates } = latest!;
  const days = [
    ...(JSON.parse(instants) as (number | null)[]).map((at) =>
      at === null ? undefined : localDay(zone, at),
    ),
    ...(JSON.parse(dates) as (string | null)[]).map((date) => (date === null ? undefined : dayOfDate(date))),
  ].filter((day) => day !== undefined);
  let found: number | undefined = days.length > 0 ? Math.max(...days) : undefined;
  for (const { event } of readableChanges(changes)) {
    const day = dayOf(event, zone);
    if ((before === undefined || day < before) && (found === undefined || day > found)) found = day;
  }
  return found;
}
