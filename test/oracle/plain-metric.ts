import type { Sent } from '../support/records.ts';
import type { Ended } from './ended.ts';
import type { Contact } from './helpdesk-facts.ts';

/** Something that counts at a moment, or on a date, with its member of each dimension. */
export interface PlainEvent {
  at?: number;
  date?: string;
  members: Readonly<Record<string, string | undefined>>;
  contact?: Contact & { ended: Ended; wait: number | undefined; sent: Sent };
  rating?: number | null;
  counter?: Sent;
}

/** Over which number the sum of what is counted is divided; 0 for no value. */
type Quotient = readonly [over: number, under: number];

/** A metric by the words of its definition. */
export interface PlainMetric {
  of(events: readonly PlainEvent[], now: number): Quotient;
  decimals: number;
  factor?: number;
  /** Whether there is anything to count, if the quotient does not tell. */
  isThere?(events: readonly PlainEvent[]): boolean;
  /** Within 1 %. */
  isRank?: true;
}
