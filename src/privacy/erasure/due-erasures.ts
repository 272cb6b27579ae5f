import type { AuditEntry } from '../../audit/entry.ts';
import type { Outcome } from '../../records/decision.ts';
import type { CustomerErasure, ErasedCustomer } from '../../records/types.ts';
import type { PhoneHashes } from '../sealing/personal.ts';
import type { Target } from './erasure-writes.ts';

/** A customer that may be erased, and all hashes under which an earlier erasure may be remembered. */
export interface Erasable extends Target {
  hashes: readonly string[];
}

/** An erasure and its place in the request, from 0. */
export interface SentErasure {
  place: number;
  erasure: CustomerErasure;
}

/** What is known of those whom erasures name. */
export interface KnownBefore {
  /** Ids of customers, and hashes of numbers, that something is stored of or comes along. */
  ids: ReadonlySet<string>;
  /** Seconds UTC of the last erasure, by the hash that it is remembered under. */
  lastErased: ReadonlyMap<string, number>;
}

/** What is to be erased. */
export interface DueErasures {
  /** One an erasure, in order. */
  outcomes: Outcome[];
  /** By the customer's id, with the place of the erasure. */
  targets: ReadonlyMap<string, Erasable & { place: number }>;
  /** Numbers that nothing is to bear any more. */
  numbers: readonly PhoneHashes[];
  /** For the audit log, under pseudonyms: the customers of each erasure; the first of them where none is known. */
  entries: readonly Pick<AuditEntry, 'subject' | 'details'>[];
}

/** Everything that the id of an erasure may be read as. */
export function readingsOf({ erasure }: SentErasure): ErasedCustomer[] {
  return erasure.orNumber ? [erasure, erasure.orNumber] : [erasure];
}

/**
 * Decides which erasures are carried out at `now`, seconds UTC: those that change something, for a customer of
 * whom nothing is stored how later records are kept. `erasables` by the customer's id.
 */
export function dueErasures(
  sent: readonly SentErasure[],
  erasables: ReadonlyMap<string, Erasable>,
  { ids, lastErased }: KnownBefore,
  now: number,
): DueErasures {
  const targets = new Map<string, Erasable & { place: number }>();
  const numbers: PhoneHashes[] = [];
  const entries: Pick<AuditEntry, 'subject' | 'details'>[] = [];

  const isStored = ({ customerId }: Erasable): boolean => ids.has(customerId);
  const erasablesOf = ({ customerIds }: ErasedCustomer): Erasable[] =>
    customerIds.flatMap((id) => erasables.get(id) ?? []);
  const lastOf = (customer: ErasedCustomer): number | undefined => {
    const times = erasablesOf(customer).flatMap(({ hashes }) =>
      hashes.flatMap((hash) => lastErased.get(hash) ?? []),
    );
    return times.length === 0 ? undefined : Math.max(...times);
  };

  /** An id that somebody has, or was erased by, is no number. */
  function meantBy(erasure: CustomerErasure): ErasedCustomer {
    const { orNumber } = erasure;
    const isId =
      erasablesOf(erasure).some(isStored) ||
      (lastOf(erasure) !== undefined && orNumber && lastOf(orNumber) === undefined);
    if (!orNumber || isId) return erasure;
    return { ...orNumber, customerIds: [...orNumber.customerIds, ...erasure.customerIds] };
  }

  function carryOut({ place, erasure }: SentErasure): Outcome {
    const customer = meantBy(erasure);
    const wanted = erasablesOf(customer).filter(({ customerId }) => !targets.has(customerId));
    const stored = wanted.filter(isStored);
    const known = stored.length > 0 || customer.numbers.some(({ whole }) => ids.has(whole));
    const last = lastOf(customer) ?? -1;
    const isReplay = (erasure.asOf !== undefined && erasure.asOf <= last) || (!known && now <= last);
    if (wanted.length === 0 || isReplay) return 'unchanged';
    for (const target of wanted) targets.set(target.customerId, { ...target, place });
    numbers.push(...customer.numbers);
    for (const { pseudonym } of stored.length > 0 ? stored : wanted.slice(0, 1)) {
      entries.push({ subject: pseudonym, details: { known } });
    }
    return known ? 'deleted' : 'unchanged';
  }

  return { outcomes: sent.map(carryOut), targets, numbers, entries };
}
