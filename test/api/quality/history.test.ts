import { test } from 'vitest';
import type { Asked } from '../../oracle/oracle.ts';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { QualityOracle } from '../../oracle/quality.ts';
import { RandomReviewed } from '../../oracle/random-reviewed.ts';
import { seeds } from '../../oracle/seeds.ts';
import { plusDays } from '../../oracle/time.ts';
import { qualityClient } from './client.ts';

const ROUTES = ['summary', 'campaigns', 'call-centers', 'executives', 'trends'] as const;

const REVIEWS: Histories<RandomReviewed, QualityOracle> = {
  randomIn: (random, span) => new RandomReviewed(random, span),
  clientOf: qualityClient,
  oracleOf: ({ timeZone }) => new QualityOracle(timeZone),
  request(random) {
    const [from, to] = random.dates();
    const route = random.pick(ROUTES);
    const filters = {
      ...random.pick<Asked>([{}, {}, { campaignId: `campaign${random.int(4)}` }]),
      ...random.pick<Asked>([{}, {}, { callCenterId: `center${random.int(3)}` }]),
      ...random.pick<Asked>([{}, {}, { engagementId: `engagement${random.int(2)}` }]),
    };
    return {
      route,
      asked: {
        ...random.pick<Asked>([
          { dateFrom: from, dateTo: to },
          { dateFrom: from, dateTo: to },
          { dateFrom: from + timeOf(random), dateTo: plusDays(to, 2) + timeOf(random) },
          { dateTo: to },
          {},
        ]),
        ...filters,
        ...random.pick<Asked>([{}, { tz: random.pick(ZONES) }]),
        ...(route === 'trends' &&
          random.pick<Asked>([{}, { granularity: random.pick(['weekly', 'monthly']) }])),
      },
    };
  },
};

function timeOf(random: RandomReviewed): string {
  const hour = String(random.int(24)).padStart(2, '0');
  return random.pick(['', `T${hour}:15:00Z`, `T${hour}:29:31+05:45`, `T${hour}:00`]);
}

test.each(seeds())('history %i: every answer is what the definitions say of what was sent', async (seed) =>
  playHistory(seed, REVIEWS),
);
