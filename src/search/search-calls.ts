import { type AuditActor, auditQuery } from '../audit/entry.ts';
import { RateLimited, Unavailable } from '../errors.ts';
import { keyedHash, type TenantKeys } from '../facts/keys.ts';
import { redactPhone } from '../facts/redact.ts';
import type { Interaction } from '../facts/types.ts';
import { LIMITS } from '../limits/limits.ts';
import type { Verdict } from '../objects/rate-limiter.ts';
import type { Query } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { dateOfDay } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import { type Candidate, candidateQueries, newestFirst } from './candidates.ts';
import { callQueries, type FoundCall, openCalls } from './found-calls.ts';
import { digitsOf, matchesTerm, type Term } from './term.ts';

export interface PhoneSearch {
  term: Term;
  period: Period;
  /** How many calls to answer at most. */
  limit: number;
}

export interface Searching {
  store: TenantStore;
  keys: TenantKeys;
  actor: AuditActor;
  /** Seconds UTC. */
  now: number;
  /** Asks for one of the searches of who asks; rejects where nobody answers. */
  take(): Promise<Verdict>;
}

/** A call of the number, which is shown by its last four digits only. */
export interface FoundNumber {
  id: string;
  phoneRedacted: string;
  body: Interaction;
}

/** Why a search was not answered, as the audit log says it. */
type Refusal = 'rate_limited' | 'limiter_unreachable' | 'failed';

const RETRY_SECONDS = 5;
/** Calls that are read at most to learn the number behind a hash. */
const SAMPLES = 2;

/**
 * The ended calls of the period with such a number, newest first, and how many there are in all. It is in the
 * audit log before this returns or throws. RateLimited beyond the limit; Unavailable where that cannot be told.
 */
export async function searchCalls(
  searching: Searching,
  search: PhoneSearch,
): Promise<{ calls: FoundNumber[]; total: number }> {
  const { store, keys, take } = searching;
  const record = (matches: number | null, refusal: Refusal | null): Query =>
    entryOf(searching, search, matches, refusal);
  const [verdict, read] = await Promise.allSettled([
    take(),
    store.batch(candidateQueries(search.term, search.period, keys)),
  ]);
  if (verdict.status === 'rejected') {
    await store.batch([record(null, 'limiter_unreachable')]);
    const message =
      'Searches cannot be counted at the moment, and none runs uncounted; try again in a few seconds.';
    throw new Unavailable(message, RETRY_SECONDS);
  }
  if (!verdict.value.allowed) {
    await store.batch([record(null, 'rate_limited')]);
    const { limit, windowSeconds } = LIMITS.phoneSearches;
    const message = `Phone search rate limit exceeded: ${limit} searches within ${windowSeconds} seconds are accepted.`;
    throw new RateLimited(message, limit, verdict.value.retryAfterSeconds);
  }
  try {
    if (read.status === 'rejected') throw read.reason;
    return await answered(searching, search, read.value.flat(), record);
  } catch (error) {
    await store.batch([record(null, 'failed')]);
    throw error;
  }
}

async function answered(
  { store, keys }: Searching,
  { term, limit }: PhoneSearch,
  candidates: readonly Candidate[],
  record: (matches: number, refusal: null) => Query,
): Promise<{ calls: FoundNumber[]; total: number }> {
  const { known, matching } = await judge(store, keys, term, candidates);
  const matches = newestFirst(candidates.filter(({ phone_hash }) => matching.has(phone_hash)));
  const wanted = matches.slice(0, limit).map(({ id }) => id);
  const missing = callQueries(wanted.filter((id) => !known.has(id)));
  const [, ...more] = await store.batch([record(matches.length, null), ...missing]);
  for (const [id, call] of await openCalls(more.flat(), store.tenant, keys)) known.set(id, call);
  return { calls: wanted.flatMap((id) => shown(term, known.get(id))), total: matches.length };
}

/**
 * The hashes whose number matches, by a call of each, and the calls read for that. One that was changed or erased
 * since it was found tells nothing of its hash: another is read, in one more trip.
 */
async function judge(
  store: TenantStore,
  keys: TenantKeys,
  term: Term,
  candidates: readonly Candidate[],
): Promise<{ known: Map<string, FoundCall>; matching: Set<string> }> {
  const known = new Map<string, FoundCall>();
  const matching = new Set<string>();
  const unjudged = Map.groupBy(candidates, ({ phone_hash }) => phone_hash);
  for (let sample = 0; sample < SAMPLES; sample += 1) {
    const ids = [...unjudged.values()].flatMap((alike) => alike[sample]?.id ?? []);
    const rows = await store.batch(callQueries(ids));
    for (const [id, call] of await openCalls(rows.flat(), store.tenant, keys)) known.set(id, call);
    for (const [hash, alike] of unjudged) {
      const call = known.get(alike[sample]?.id ?? '');
      if (!bears(call, hash, keys)) continue;
      unjudged.delete(hash);
      if (isMatch(term, call)) matching.add(hash);
    }
  }
  return { known, matching };
}

function bears(call: FoundCall | undefined, hash: string, keys: TenantKeys): boolean {
  const number = call?.phone;
  if (number === undefined) return false;
  return [keys, keys.previous].some((secret) => secret && keyedHash(secret, 'phone-whole', number) === hash);
}

function isMatch(term: Term, call: FoundCall | undefined): call is FoundCall & { phone: string } {
  return call?.phone !== undefined && matchesTerm(term, call.phone);
}

/** A call that was changed or erased meanwhile is not shown. */
function shown(term: Term, call: FoundCall | undefined): FoundNumber[] {
  if (!isMatch(term, call)) return [];
  return [{ id: call.id, phoneRedacted: redactPhone(call.phone), body: call.body }];
}

function entryOf(
  { actor, now }: Searching,
  { term, period }: PhoneSearch,
  matches: number | null,
  refusal: Refusal | null,
): Query {
  const details = {
    search_term_redacted: redactPhone(digitsOf(term)),
    start_date: dateOfDay(period.fromDay),
    end_date: dateOfDay(period.toDay),
    time_zone: period.zone,
    matches,
    refused: refusal === 'rate_limited' || refusal === 'limiter_unreachable',
    reason: refusal,
  };
  return auditQuery({ action: 'phone_search', actor, details }, now);
}
