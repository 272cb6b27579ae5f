import type { Sent } from '../support/records.ts';
import type { Asked } from './oracle.ts';
import type { PlainQuery } from './queries.ts';
import { RandomQueries } from './random-queries.ts';

/** The attributes of random records, as a tenant declares them. */
export const DECLARED = [
  { key: 'tier', type: 'token', dimension: true },
  { key: 'seats', type: 'integer', dimension: true },
  { key: 'vip', type: 'boolean', dimension: true },
  { key: 'constructor', type: 'token', dimension: true },
  { key: 'campaign_code', type: 'token', dimension: false },
];

const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  tier: ['gold', 'silver', 'true', null],
  seats: [0, 5, -12, null],
  vip: [true, false],
  constructor: ['a', 'b'],
  campaign_code: ['x', 'y'],
};
const MEMBERS: Readonly<Record<string, readonly (string | null)[]>> = {
  'attributes.tier': ['gold', 'silver', 'nobody', null],
  'attributes.seats': ['0', '5', '-12', null],
  'attributes.vip': ['true', 'false', null],
  'attributes.constructor': ['a', 'b', null],
};
const DIMENSIONS = Object.keys(MEMBERS);

/** Random records with attributes, and queries that name at least one of them. */
export class RandomAttributed extends RandomQueries {
  override nextRecord(isThere: (type: string, id: string) => boolean): Sent {
    const record = super.nextRecord(isThere);
    if (record.type !== 'interaction' || record.deleted) return record;
    return { ...record, ...this.fields(0.9, () => ({ attributes: this.#attributes() })) };
  }

  override queryRequest(zones: readonly string[]): { route: string; asked: Asked } {
    const { route, asked } = super.queryRequest(zones);
    const query = JSON.parse(Buffer.from(asked.q!, 'base64url').toString()) as PlainQuery;
    const isDated = query.metrics.some((name) => ['article_views', 'helpfulness_rate'].includes(name));
    const changed = isDated ? query : this.#attributed(query);
    return { route, asked: { q: Buffer.from(JSON.stringify(changed)).toString('base64url') } };
  }

  #attributes(): Record<string, unknown> {
    const keys = Object.keys(VALUES).filter(() => this.int(3) > 0);
    return Object.fromEntries(keys.map((key) => [key, this.pick(VALUES[key]!)]));
  }

  /** Half of the queries have no other dimension, so that the rows of an attribute may answer them. */
  #attributed(query: PlainQuery): PlainQuery {
    const isAlone = this.int(2) === 0;
    const [dimension, other] = [this.pick(DIMENSIONS), this.pick(DIMENSIONS)];
    const times = query.dimensions.filter((name) => name.startsWith('time:'));
    const members = query.dimensions.filter((name) => !name.startsWith('time:'));
    const grouped = this.pick([
      [],
      [dimension],
      [dimension],
      isAlone ? [] : [...new Set([dimension, other])],
    ]);
    const kept = isAlone ? [] : members.slice(0, 2 - grouped.length);
    const dimensions = this.pick([
      [...kept, ...grouped, ...times],
      [...times, ...grouped, ...kept],
    ]);
    const isFiltered = grouped.length === 0 || this.int(3) === 0;
    return {
      ...query,
      dimensions,
      filters: [...(isAlone ? [] : query.filters), ...(isFiltered ? [this.#filter(dimension)] : [])],
      order: query.order.filter(
        ({ by }) => by === 'time' || dimensions.includes(by) || !members.includes(by),
      ),
    };
  }

  #filter(dimension: string): PlainQuery['filters'][number] {
    const some = [...new Set([this.pick(MEMBERS[dimension]!), this.pick(MEMBERS[dimension]!)])];
    return {
      dimension,
      ...this.pick<Partial<PlainQuery['filters'][number]>>([
        { in: some },
        { in: some.slice(0, 1) },
        { not_in: some },
        { is_set: this.int(2) === 0 },
      ]),
    };
  }
}
