import type { AuditEntry } from '../../audit/entry.ts';
import type { Outcome } from '../../records/decision.ts';
import type { CustomerErasure, ErasedCustomer } from '../../records/types.ts';
import type { PhoneHashes } from '../sealing/personal.ts';
import type { ErasureTarget } from './erasure-writes.ts';

/** A customer that may be erased, with all hashes under which an earlier erasure may be remembered. */
export interface Erasable extends ErasureTarget {
  hashes: readonly string[];
}

/** An erasure and its index in the request, from 0. */
export interface SentErasure {
  place: number;
  erasure: CustomerErasure;
}

/** What is known about the customers that erasures name. */
export interface KnownBefore {
  /** Customer ids, and hashes of phone numbers, that occur in stored interactions or in this request. */
  ids: ReadonlySet<string>;
  /** Seconds UTC of the last erasure, by the hash under which it is remembered. */
  lastErased: ReadonlyMap<string, number>;
}

/** The erasures to carry out. */
export interface DueErasures {
  /** One per erasure, in order. */
  outcomes: Outcome[];
  /** By customer id, with the index of the erasure in the request. */
  targets: ReadonlyMap<string, Erasable & { place: number }>;
  /** Phone numbers to remove from all interactions. */
  numbers: readonly PhoneHashes[];
  /** For the audit log: the pseudonyms of the customers of each erasure; of the first one only if none is stored. */
  entries: readonly Pick<AuditEntry, 'subject' | 'details'>[];
}

/** Every way to read the id of an erasure: as a customer id, and as a phone number. */
export function readingsOf({ erasure }: SentErasure): ErasedCustomer[] {
  return erasure.orNumber ? [erasure, erasure.orNumber] : [erasure];
}

/**
 * Decides which erasures are carried out at `now` (seconds UTC): those that change something. For a customer with
 * nothing stored, that is how later records are stored. `erasables` by customer id.
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

  /** Decides whether the id is only a customer id (a customer has it or was erased under it), or a phone number too. */
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
