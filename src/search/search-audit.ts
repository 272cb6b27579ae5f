import { type AuditEntry, auditQuery } from '../audit/entry.ts';
import { auditOnceAMinute } from '../audit/failed-log-in.ts';
import type { BoundStatement } from '../db/statement.ts';
import { logLine } from '../log.ts';
import { redactPhone } from '../privacy/redact/redact.ts';
import { dateOfDay } from '../time/dates.ts';
import type { PhoneSearch, Refusal, SearchContext } from './searching.ts';
import { digitsOf, type TermStanding, termHashes } from './terms-of-day.ts';

/** The audit entry of a completed search. A term that is new within 24 hours counts against the quota. */
export function searchedQuery(
  context: SearchContext,
  search: PhoneSearch,
  { matches, isNewTerm }: { matches: number; isNewTerm: boolean },
): BoundStatement {
  const details = { matches, refused: false, reason: null, new_term: isNewTerm };
  return auditQuery(entryOf(context, search, details), context.now);
}

/** The audit entries of searches that were refused or failed: one per minute and reason, which counts the others. */
export function refusedQueries(
  context: SearchContext,
  search: PhoneSearch,
  reason: Refusal['reason'] | 'failed',
): BoundStatement[] {
  const details = { matches: null, refused: reason !== 'failed', reason, new_term: false };
  return auditOnceAMinute(entryOf(context, search, details), context.now);
}

/** Logs a warning for monitoring that one caller tries many numbers. */
export function warnOfManyTerms(
  { store, actor }: SearchContext,
  counts: NonNullable<TermStanding['warning']>,
): void {
  logLine('warn', {
    event: 'many_search_terms',
    tenant: store.tenant,
    caller: `${actor.kind}/${actor.id}`,
    ...counts,
    request_id: actor.origin?.requestId,
  });
}

function entryOf(
  { actor, keys }: SearchContext,
  { term, period }: PhoneSearch,
  outcome: NonNullable<AuditEntry['details']>,
): AuditEntry {
  const digits = digitsOf(term);
  const { term: term_hash, ending: ending_hash } = termHashes(keys, term);
  const details = {
    search_term_redacted: redactPhone(digits),
    digits: digits.length,
    term_hash,
    ending_hash,
    start_date: dateOfDay(period.fromDay),
    end_date: dateOfDay(period.toDay),
    time_zone: period.zone,
    ...outcome,
  };
  return { action: 'phone_search', actor, details };
}
