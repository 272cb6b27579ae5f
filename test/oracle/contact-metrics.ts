import type { Sent } from '../support/records.ts';
import type { Contact } from './helpdesk-facts.ts';
import type { CallGaps, PlainEvent, PlainMetric } from './plain-metric.ts';
import { order } from './rounding.ts';

/** Ended calls of customers, in order, with what they are told apart by. */
interface CustomersCall {
  id: string;
  at: number;
  department: unknown;
  direction: unknown;
}

/** How far the calls of a customer are from each other, if only calls that are alike in `asked` are compared. */
export class CallsOfCustomers {
  readonly #calls: Map<string, CustomersCall[]>;
  readonly #asked: readonly string[];

  constructor(contacts: readonly Contact[], sent: readonly Sent[], asked: readonly string[]) {
    this.#asked = asked;
    const calls = contacts.flatMap(({ id, startedAt, customer, isCall, isOpen }, index) => {
      const { department_id: department, direction } = sent[index]!;
      return isCall && !isOpen && customer !== undefined
        ? [{ customer, id, at: startedAt, department, direction: direction ?? 'inbound' }]
        : [];
    });
    this.#calls = Map.groupBy(calls, ({ customer }) => customer);
  }

  gapsOf(customer: string, id: string): CallGaps {
    const calls = this.#calls.get(customer)!;
    const it = calls.find((each) => each.id === id)!;
    const others = calls.filter((each) => each !== it && this.#areAlike(each, it));
    const gaps = (isBefore: boolean): number[] =>
      others
        .filter((each) => (each.at - it.at || order(each.id, it.id)) < 0 === isBefore)
        .map(({ at }) => Math.abs(Math.floor(at / 900) - Math.floor(it.at / 900)));
    return { before: Math.min(...gaps(true)), after: Math.min(...gaps(false)) };
  }

  #areAlike(a: CustomersCall, b: CustomersCall): boolean {
    const [asksDepartment, asksDirection] = ['department', 'direction'].map((name) =>
      this.#asked.includes(name),
    );
    if (asksDepartment && (a.department === undefined || a.department !== b.department)) return false;
    return !asksDirection || a.direction === b.direction;
  }
}

const gaps = (events: readonly PlainEvent[]): CallGaps[] => events.flatMap(({ callGaps }) => callGaps ?? []);

function shareOf(test: (gaps: CallGaps) => boolean, settles?: number): PlainMetric {
  return {
    decimals: 1,
    factor: 100,
    of: (events) => [gaps(events).filter(test).length, gaps(events).length],
    ...(settles !== undefined && { settles }),
  };
}

const repeats = (days: number): PlainMetric => shareOf(({ before }) => before <= days * 96);
const resolved = (days: number): PlainMetric => shareOf(({ after }) => after > days * 96, days * 96);

/** How queries ask for metrics with arguments, by the names of their columns. */
export const ARGUED_CONTACTS: Readonly<Record<string, { metric: string; args: Sent }>> = {
  repeat_1: { metric: 'repeat_rate', args: { days: 1 } },
  repeat_30: { metric: 'repeat_rate', args: { days: 30 } },
  no_repeat_1: { metric: 'first_contact_resolution', args: { method: 'no_repeat', days: 1 } },
  no_repeat_7: { metric: 'first_contact_resolution', args: { method: 'no_repeat' } },
  backlog_4h: { metric: 'backlog', args: { age: '4h' } },
  backlog_older: { metric: 'backlog', args: { age: 'older' } },
};

/** Metrics that compare the calls of a customer. */
export const CONTACT_METRICS: Readonly<Record<string, PlainMetric>> = {
  repeat_rate: repeats(7),
  repeat_1: repeats(1),
  repeat_30: repeats(30),
  no_repeat_1: resolved(1),
  no_repeat_7: resolved(7),
};
