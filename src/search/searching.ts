import type { AuditActor } from '../audit/entry.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { Verdict } from '../rate-limits/rate-limiter.ts';
import type { Period } from '../time/period.ts';
import type { Term } from './term.ts';

export interface PhoneSearch {
  term: Term;
  period: Period;
  /** Maximum number of calls to return. */
  limit: number;
}

export interface Searching {
  store: TenantStore;
  keys: TenantKeys;
  actor: AuditActor;
  /** Seconds UTC. */
  now: number;
  /** Consumes one search of the caller's rate limit; rejects if the limiter is unreachable. */
  take(): Promise<Verdict>;
}
