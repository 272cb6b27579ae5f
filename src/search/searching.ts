import type { AuditActor } from '../audit/entry.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import type { Verdict } from '../rate-limits/rate-limiter.ts';
import type { Period } from '../time/period.ts';
import type { Term } from './term.ts';

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
  /** Asks for one of the searches of who asks; rejects if nobody answers. */
  take(): Promise<Verdict>;
}
