import type { Sent } from '../support/records.ts';
import { ARGUED_CONTACTS } from './contact-metrics.ts';
import type { Asked } from './oracle.ts';
import type { PlainQuery } from './queries.ts';
import { DATED_METRICS, PLAIN_METRICS } from './query-metrics.ts';
import { RandomHelpdesk } from './random-helpdesk.ts';
import { ARGUED } from './service-metrics.ts';
import { plusDays } from './time.ts';

const METRICS = Object.keys(PLAIN_METRICS).filter((name) => !DATED_METRICS.includes(name));
const EXACT = METRICS.filter((name) => !PLAIN_METRICS[name]!.isRank);
const COUNTS = ['total_calls', 'conversations', 'offered'];
const MEMBERS: Readonly<Record<string, readonly (string | null)[]>> = {
  agent: ['ann', 'bob', '__proto__', 'nobody', null],
  team: ['t1', 't2', 'constructor', null],
  department: ['d1', 'd2', null],
  priority: ['urgent', 'low', null],
  queue: ['q1', 'q2', '__proto__', null],
  topic: ['VPN', '😀', 'Topic 1', null],
  channel: ['phone', 'email', 'chat', null],
  outcome: ['resolved', 'unknown', null],
  intent: ['billing', 'other', null],
  direction: ['inbound', 'outbound'],
};
const DIMENSIONS = Object.keys(MEMBERS);
const FINE = ['15m', '30m', 'hour'];
const COARSE = ['day', 'week', 'month', 'quarter', 'year'];
const RECURRING = ['hour_of_day', 'day_of_week', 'weekday_hour'];

/** Random records around a span of days, and queries about them. */
export class RandomQueries extends RandomHelpdesk {
  override nextRecord(isThere: (type: string, id: string) => boolean): Sent {
    const record = super.nextRecord(isThere);
    if (record.type === 'evaluation' && !record.deleted) return this.#survey(record);
    if (record.type !== 'interaction' || record.deleted) return record;
    return {
      ...record,
      ...this.#queued(record),
      ...this.fields(0.8, () => ({ department_id: this.pick(['d1', 'd2']) })),
      ...this.fields(0.5, () => ({ direction: this.pick(['inbound', 'outbound', 'outbound', null]) })),
      ...this.fields(0.6, () => ({ intent: this.pick(['billing', 'other', '__proto__']) })),
      ...this.fields(0.5, () => ({ cost: { llm: this.int(30_000) / 1e6, telephony: this.int(90) / 100 } })),
      ...this.fields(0.3, () => ({ legs: this.#legs(record) })),
      ...this.fields(0.5, () => ({ sentiment: { score: this.int(10_001) / 10_000 } })),
    };
  }

  /** Legs at few members, some of which are not named; they may begin in one second. */
  #legs({ started_at }: Sent): Sent[] {
    const start = Math.ceil(Date.parse(started_at as string) / 1_000);
    const iso = (at: number): string => new Date(at * 1_000).toISOString();
    const names = this.pick([
      ['agent'],
      ['agent'],
      ['agent', 'team'],
      ['agent', 'team', 'department'],
      ['department', 'queue'],
      ['agent', 'queue'],
    ]);
    return Array.from({ length: 1 + this.int(4) }, () => {
      const from = start + this.int(4) * 20;
      const answer = from + this.int(30);
      const disposition = this.pick([
        'answered',
        'no_answer',
        'rejected',
        'abandoned',
        'transferred',
        'conferenced',
      ]);
      return {
        ...(names.includes('agent') &&
          this.fields(0.9, () => ({ agent_id: this.pick(['ann', 'bob', '__proto__']) }))),
        ...(names.includes('team') &&
          this.fields(0.7, () => ({ team_id: this.pick(['t1', 't2', 'constructor']) }))),
        ...(names.includes('queue') &&
          this.fields(0.8, () => ({ queue_id: this.pick(['q1', 'q2', '__proto__']) }))),
        ...this.fields(0.3, () => ({ hold_seconds: this.int(200), wrap_seconds: this.int(60) })),
        ...(names.includes('department') &&
          this.fields(0.7, () => ({ department_id: this.pick(['d1', 'd2']) }))),
        started_at: iso(from),
        ...(['answered', 'transferred', 'conferenced'].includes(disposition) &&
          this.fields(0.7, () => ({ answered_at: iso(answer) }))),
        ...this.fields(0.8, () => ({ ended_at: iso(answer + this.int(300)) })),
        disposition,
      };
    });
  }

  /** Some have not been answered yet. */
  #survey({ rating, comment, followup_answer, responded_at, ...survey }: Sent): Sent {
    return this.int(4) === 0
      ? { ...survey, sent_at: responded_at }
      : { ...survey, responded_at, ...definedOf({ rating, comment, followup_answer }) };
  }

  /** What queues and handling are judged by. */
  #queued({ started_at, answered_at }: Sent): Sent {
    const started = Date.parse(String(started_at));
    const answered = answered_at === undefined ? Number.POSITIVE_INFINITY : Date.parse(String(answered_at));
    const at = (milliseconds: number): string => new Date(milliseconds).toISOString();
    return {
      ...this.fields(0.7, () => ({ queue_id: this.pick(['q1', 'q2', '__proto__']) })),
      ...this.fields(0.1, () => ({ status: 'overflowed' })),
      ...this.fields(0.2, () => ({ direction: 'outbound' })),
      ...this.fields(0.3, () => ({ queued_at: at(Math.min(started + 1_000 * this.int(20), answered)) })),
      ...this.fields(0.3, () => ({ wait_seconds: this.pick([5, 6, 20, 21, 40, 600, 601, this.int(900)]) })),
      ...this.fields(0.3, () => ({ hold_seconds: this.int(this.pick([60, 999])) })),
      ...this.fields(0.2, () => ({ holds: this.int(3) })),
      ...this.fields(0.4, () => ({ wrap_seconds: this.int(120) })),
      ...this.fields(0.2, () => ({ reopens: this.int(3) })),
      ...this.fields(0.2, () => ({ reopened_at: at(started + 1_000 * this.int(90_000)) })),
    };
  }

  /** A query as a request of the route that takes it in its address. */
  queryRequest(zones: readonly string[]): { route: string; asked: Asked } {
    const { metrics, ...rest } = this.#query(zones);
    const argued = { ...ARGUED, ...ARGUED_CONTACTS };
    const asked = metrics.map((name) => (argued[name] ? { ...argued[name], as: name } : name));
    const query = { ...rest, metrics: asked };
    return { route: 'query', asked: { q: Buffer.from(JSON.stringify(query)).toString('base64url') } };
  }

  #query(zones: readonly string[]): PlainQuery {
    const isDated = this.int(12) === 0;
    const compare = this.#compare();
    const grain = this.#grain(isDated);
    const recurs = grain !== undefined && RECURRING.includes(grain);
    const others = (compare === undefined ? METRICS : EXACT).filter(
      (name) => !(recurs && name.startsWith('backlog')),
    );
    const metrics = isDated
      ? DATED_METRICS
      : [
          ...new Set([
            this.pick([...COUNTS, this.pick(others.filter((name) => EXACT.includes(name)))]),
            ...Array.from({ length: this.int(4) }, () => this.pick(others)),
          ]),
        ];
    const ordered = metrics.filter((name) => isDated || EXACT.includes(name));
    const members = isDated ? this.pick([[], ['article']]) : this.#dimensions();
    const dimensions =
      grain === undefined
        ? members
        : this.pick([
            [...members, `time:${grain}`],
            [`time:${grain}`, ...members],
          ]);
    return {
      metrics,
      dimensions,
      filters: isDated ? [] : this.#filters(),
      having: this.int(4) === 0 ? [{ metric: this.pick(ordered), gte: this.int(3) }] : [],
      period: this.#period(grain !== undefined && FINE.includes(grain)),
      ...this.fields(0.4, () => ({ time_zone: this.pick(zones) })),
      ...this.fields(0.3, () => ({ week_start: this.pick(['sunday', 'saturday', 'monday']) })),
      ...(compare !== undefined && { compare }),
      order:
        this.int(2) === 0
          ? []
          : [
              {
                by: this.pick([...ordered, ...dimensions.map((name) => name.replace(/:.*/, ''))]),
                direction: this.pick(['asc', 'desc'] as const),
              },
            ],
      ...this.fields(0.3, () => ({ limit: 1 + this.int(5) })),
      include: ['totals', 'empty', 'vanished'].filter(
        (part) => this.int(2) === 0 && !(part === 'empty' && grain === 'weekday_hour'),
      ),
      ...this.fields(0.3, () => ({ precision: 'exact' })),
    } as PlainQuery;
  }

  #dimensions(): string[] {
    const count = this.pick([0, 1, 1, 2]);
    return [...new Set(Array.from({ length: count }, () => this.pick(DIMENSIONS)))];
  }

  #grain(isDated: boolean): string | undefined {
    if (isDated) return this.pick([undefined, ...COARSE]);
    return this.pick([undefined, undefined, this.pick(COARSE), 'day', this.pick(RECURRING), this.pick(FINE)]);
  }

  #compare(): unknown {
    const [from, to] = this.dates();
    return this.pick([
      undefined,
      undefined,
      undefined,
      'previous',
      'previous',
      'previous_year',
      { from, to },
    ]);
  }

  #filters(): PlainQuery['filters'] {
    const count = this.pick([0, 0, 1, 1, 2, 3]);
    return Array.from({ length: count }, () => {
      const dimension = this.pick(DIMENSIONS);
      const some = [
        ...new Set([this.pick(MEMBERS[dimension]!), ...this.pick([[], [this.pick(MEMBERS[dimension]!)]])]),
      ];
      return {
        dimension,
        ...this.pick<Partial<PlainQuery['filters'][number]>>([
          { in: some },
          { in: some },
          { not_in: some },
          { is_set: this.int(2) === 0 },
        ]),
      };
    });
  }

  #period(isShort: boolean): PlainQuery['period'] {
    const [from, far] = this.dates();
    const to = isShort ? plusDays(from, this.int(3)) : far;
    const time = () => this.time(this.pick(['Z', '+05:45', '']));
    return this.pick<PlainQuery['period']>(
      [
        { from, to },
        { from, to },
        {
          from: `${from.slice(0, 7)}-01`,
          to: plusDays(`${plusDays(`${from.slice(0, 7)}-01`, 31).slice(0, 7)}-01`, -1),
        },
        { from: from + time(), to: plusDays(to, 2) },
        { from, to: plusDays(to, 1) + time() },
        { from: from + time(), to: plusDays(to, 2) + time() },
        ...(isShort ? [] : [{ to }]),
      ].slice(0, isShort ? 2 : 7),
    );
  }
}

function definedOf(fields: Sent): Sent {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
