import { test } from 'vitest';
import type { Asked } from '../../oracle/oracle.ts';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { RandomReviewed } from '../../oracle/random-reviewed.ts';
import { seeds } from '../../oracle/seeds.ts';
import { VoiceOracle } from '../../oracle/voice.ts';
import { voiceClient } from './client.ts';

const ROUTES = ['call-metrics', 'call-metrics', 'resolution-rates', 'usage-patterns'] as const;
const OUTCOMES = ['resolved', 'escalated', 'ticket_created', 'abandoned', 'unknown', 'never'];

const CALLS: Histories<RandomReviewed, VoiceOracle> = {
  randomIn: (random, span) => new RandomReviewed(random, span),
  clientOf: voiceClient,
  oracleOf: ({ timeZone }) => new VoiceOracle(timeZone),
  request(random) {
    const [start_date, end_date] = random.dates();
    const route = random.pick(ROUTES);
    return {
      route,
      asked: {
        start_date,
        end_date,
        ...random.pick<Asked>([{}, { tz: random.pick(ZONES) }]),
        ...(route === 'call-metrics' && random.pick<Asked>([{}, { outcome: random.pick(OUTCOMES) }])),
      },
    };
  },
};

test.each(seeds())('history %i: every answer is what the definitions say of what was sent', async (seed) =>
  playHistory(seed, CALLS),
);
