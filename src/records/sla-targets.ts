import type { FieldError } from '../errors.ts';
import { afterOpenSeconds, type Calendars } from '../time/business-hours.ts';
import { MAX_TARGET_SECONDS } from './fields.ts';
import type { Interaction } from './types.ts';
import { definedOnly } from './walk-fields.ts';

/** How long after the start of a conversation a target in open time may end. */
const MAX_REACH_SECONDS = MAX_TARGET_SECONDS;

type Sla = NonNullable<Interaction['sla']>;
/** What is sent of `sla`. */
export type SentSla = {
  [Name in 'first_response_seconds' | 'resolution_seconds' | 'paused_seconds']?: number | null | undefined;
} & { calendar?: string | null | undefined };

/**
 * The targets as they are stored: as sent, and with a pause or a calendar also the seconds from `startedAt` (seconds
 * UTC) to the instant by which each is due. Figures need nothing else, so that a later change of the calendar leaves
 * them as they are. Errors if there is no such calendar, or if it is not open for long enough.
 */
export function keptSla(
  { calendar, ...sent }: SentSla,
  startedAt: number,
  calendars: Calendars,
): Sla | undefined | FieldError[] {
  const hours = typeof calendar === 'string' ? calendars.get(calendar) : undefined;
  if (typeof calendar === 'string' && !hours) return [unknownCalendar(calendars)];
  const errors: FieldError[] = [];
  const dueIn = (target: 'first_response_seconds' | 'resolution_seconds'): number | undefined => {
    const promised = sent[target];
    if (typeof promised !== 'number') return undefined;
    const seconds = promised + (sent.paused_seconds ?? 0);
    if (!hours) return seconds === promised ? undefined : seconds;
    const latest = startedAt + MAX_REACH_SECONDS;
    const due = afterOpenSeconds(hours, { start: startedAt, seconds, latest });
    if (due !== undefined) return due - startedAt;
    errors.push({ path: `sla.${target}`, message: NOT_OPEN_ENOUGH });
    return undefined;
  };
  const kept = definedOnly<Sla>({
    first_response_seconds: sent.first_response_seconds,
    resolution_seconds: sent.resolution_seconds,
    paused_seconds: sent.paused_seconds,
    calendar,
    first_response_due_in: dueIn('first_response_seconds'),
    resolution_due_in: dueIn('resolution_seconds'),
  });
  if (errors.length > 0) return errors;
  return Object.keys(kept).length > 0 ? kept : undefined;
}

const NOT_OPEN_ENOUGH =
  'Must end within ten years of started_at; the calendar is not open for as long until then.';

function unknownCalendar(calendars: Calendars): FieldError {
  const ids = [...calendars.keys()].sort().join(', ');
  const message =
    ids === ''
      ? 'Must be left out: this tenant has no calendars.'
      : `Must be a calendar of this tenant: ${ids}.`;
  return { path: 'sla.calendar', message };
}
