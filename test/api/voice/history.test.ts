import { expect, test } from 'vitest';
import { playHistory, type Reads, ZONES } from '../../oracle/play-history.ts';
import { OracleVoice } from '../../oracle/voice.ts';
import { seedsFrom } from '../../oracle/seeds.ts';

type Params = Readonly<Record<string, string>>;

const ROUTES = ['call-metrics', 'call-metrics', 'resolution-rates', 'usage-patterns'] as const;
const OUTCOMES = ['resolved', 'escalated', 'ticket_created', 'abandoned', 'unknown', 'never'];

const READS: Reads = {
  base: '/api/v1/analytics/',
  oracleIn: (zone) => new OracleVoice(zone),
  request(random, [start_date, end_date]) {
    const route = random.pick(ROUTES);
    return {
      route,
      asked: {
        start_date,
        end_date,
        ...random.pick<Params>([{}, { tz: random.pick(ZONES) }]),
        ...(route === 'call-metrics' && random.pick<Params>([{}, { outcome: random.pick(OUTCOMES) }])),
      },
    };
  },
};

test.each(seedsFrom(101))(
  'history %i: every answer is what the definitions say of what was sent',
  async (seed) => {
    expect(await playHistory(seed, READS)).toBeGreaterThan(20);
  },
);
