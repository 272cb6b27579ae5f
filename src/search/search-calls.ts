import { redactPhone } from '../privacy/redact/redact.ts';
import type { Interaction } from '../records/types.ts';
import { callQueries, candidateQueries, type FoundCall, newestFirst, openCalls } from './found-calls.ts';
import { refusedQueries, searchedQuery, warnOfManyTerms } from './search-audit.ts';
import { type PhoneSearch, type Refusal, refusalError, type SearchContext } from './searching.ts';
import { matchesTerm, standingOf, type Term, termsOfDay } from './terms-of-day.ts';

/** A call with the number, which is masked except its last four digits. */
export interface FoundNumber {
  id: string;
  phoneRedacted: string;
  body: Interaction;
}

/**
 * The ended calls of the period with a matching number, newest first, and their total number. The search is in the
 * audit log before this returns or throws. A refused search reads no calls, so that neither its response nor its cost
 * reveals anything.
 * Throws RateLimited beyond the rate limit or the quota of different terms in 24 hours; Unavailable if the limiter is
 * unreachable.
 */
export async function searchCalls(
  context: SearchContext,
  search: PhoneSearch,
): Promise<{ calls: FoundNumber[]; total: number }> {
  const { store, keys, actor, now } = context;
  const [verdict, [used]] = await Promise.all([
    search.take().catch(() => undefined),
    store.batch([termsOfDay(actor.id, now)]),
  ]);
  const refusal = (reason: Refusal['reason'], retryAfterSeconds?: number) =>
    refuse(context, search, { reason, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
  if (!verdict) throw await refusal('limiter_unreachable');
  if (!verdict.allowed) throw await refusal('rate_limited', verdict.retryAfterSeconds);
  const standing = standingOf(used, keys, search.term, now);
  if (standing.retryAfterSeconds !== undefined) {
    throw await refusal('too_many_terms', standing.retryAfterSeconds);
  }
  if (standing.warning) warnOfManyTerms(context, standing.warning);
  try {
    return await found(context, search, standing.isNew);
  } catch (error) {
    await store.batch(refusedQueries(context, search, 'failed'));
    throw error;
  }
}

async function refuse(context: SearchContext, search: PhoneSearch, refusal: Refusal): Promise<Error> {
  await context.store.batch(refusedQueries(context, search, refusal.reason));
  return refusalError(refusal);
}

async function found(
  context: SearchContext,
  search: PhoneSearch,
  isNewTerm: boolean,
): Promise<{ calls: FoundNumber[]; total: number }> {
  const { store, keys } = context;
  const { term, period, limit } = search;
  const candidates = newestFirst((await store.batch(candidateQueries(term, period, keys))).flat());
  const wanted = candidates.slice(0, limit).map(({ id }) => id);
  const entry = searchedQuery(context, search, { matches: candidates.length, isNewTerm });
  const [, ...rows] = await store.batch([entry, ...callQueries(wanted)]);
  const opened = await openCalls(context, rows.flat());
  const calls = wanted.flatMap((id) => shown(term, opened.get(id)));
  return { calls, total: candidates.length - (wanted.length - calls.length) };
}

/** A call that was changed or erased since it was found is neither shown nor counted. */
function shown(term: Term, call: FoundCall | undefined): FoundNumber[] {
  if (call?.phone === undefined || !matchesTerm(term, call.phone)) return [];
  return [{ id: call.id, phoneRedacted: redactPhone(call.phone), body: call.body }];
}
