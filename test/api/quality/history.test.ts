import { expect, test } from 'vitest';
import { playHistory, type Reads, ZONES } from '../../oracle/play-history.ts';
import { OracleQuality } from '../../oracle/quality.ts';
import { plusDays } from '../../oracle/time.ts';
import type { RandomReviewed } from '../../oracle/random-reviewed.ts';
import { seedsFrom } from '../../oracle/seeds.ts';

type Params = Readonly<Record<string, string>>;

const ROUTES = ['summary', 'campaigns', 'call-centers', 'executives', 'trends'] as const;

const READS: Reads = {
  base: '/v1/analytics/',
  oracleIn: (zone) => new OracleQuality(zone),
  request(random, [from, to]) {
    const route = random.pick(ROUTES);
    const filters = {
      ...random.pick<Params>([{}, {}, { campaignId: `campaign${random.int(4)}` }]),
      ...random.pick<Params>([{}, {}, { callCenterId: `center${random.int(3)}` }]),
      ...random.pick<Params>([{}, {}, { engagementId: `engagement${random.int(2)}` }]),
    };
    return {
      route,
      asked: {
        ...random.pick<Params>([
          { dateFrom: from, dateTo: to },
          { dateFrom: from, dateTo: to },
          { dateFrom: from + timeOf(random), dateTo: plusDays(to, 2) + timeOf(random) },
          { dateTo: to },
          {},
        ]),
        ...filters,
        ...random.pick<Params>([{}, { tz: random.pick(ZONES) }]),
        ...(route === 'trends' &&
          random.pick<Params>([{}, { granularity: random.pick(['weekly', 'monthly']) }])),
      },
    };
  },
};

function timeOf(random: RandomReviewed): string {
  const hour = String(random.int(24)).padStart(2, '0');
  return random.pick(['', `T${hour}:15:00Z`, `T${hour}:29:31+05:45`, `T${hour}:00`]);
}

test.each(seedsFrom(1))(
  'history %i: every answer is what the definitions say of what was sent',
  async (seed) => {
    expect(await playHistory(seed, READS)).toBeGreaterThan(20);
  },
);
