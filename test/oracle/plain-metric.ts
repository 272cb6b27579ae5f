import type { Sent } from '../support/records.ts';
import type { Ended } from './ended.ts';
import type { Contact } from './helpdesk-facts.ts';
import type { PlainRules } from './plain-policy.ts';

/** An interaction, or what it was at some of its legs. */
export type PlainContact = Contact & { ended: Ended; wait: number | undefined; sent: Sent };

/** From a call to the nearest calls of its customer, in quarters of an hour; Infinity if there is none. */
export interface CallGaps {
  before: number;
  after: number;
}

/** Something that counts at a moment, or on a date, with its member of each dimension. */
export interface PlainEvent {
  at?: number;
  date?: string;
  members: Readonly<Record<string, string | null | undefined>>;
  contact?: PlainContact;
  /** The customer of an ended call, with the call's own members. */
  caller?: string;
  callGaps?: CallGaps;
  rating?: number | null;
  /** A survey that was sent then: whether it was answered. */
  isAnswered?: boolean;
  /** An interaction that was open then: for how many seconds. */
  openFor?: number;
  change?: 'closed' | 'reopened';
  counter?: Sent;
  /** The interaction for metrics that policies judge, and how. */
  judged?: { contact: PlainContact; rules: PlainRules };
  /** Whether policies judge, so that `judged` events tell what these metrics count. */
  isAgreed?: true;
}

/** Over which number the sum of what is counted is divided; 0 for no value. */
type Quotient = readonly [over: number, under: number];

/** A metric by the words of its definition. */
export interface PlainMetric {
  of(events: readonly PlainEvent[], now: number): Quotient;
  decimals: number;
  factor?: number;
  /** Within 1 %. */
  isRank?: true;
  /** For how many quarters of an hour after a bucket its figures may change. */
  settles?: number;
}
