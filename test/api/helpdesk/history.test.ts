import { expect, test } from 'vitest';
import { PROFILES } from '../../../src/tenants/settings.ts';
import { HelpdeskOracle } from '../../oracle/helpdesk.ts';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { RandomHelpdesk } from '../../oracle/random-helpdesk.ts';
import { seeds } from '../../oracle/seeds.ts';
import { plusDays } from '../../oracle/time.ts';
import { putCalendars } from '../../support/put-calendars.ts';
import { type Answer, helpdeskClient } from './client.ts';

/** Takes the median, which may be off by 1 % and the rounding, out of an answer. */
function withoutMedian(answer: Answer): { median: number | null; rest: Answer } {
  const { resolution_minutes_median: median = null, ...rest } = answer.cs ?? answer;
  return { median, rest: answer.cs ? { ...answer, cs: rest } : rest };
}

const HELPDESK: Histories<RandomHelpdesk, HelpdeskOracle> = {
  /** Changes of clocks in Paris, Lord Howe and Sao Paulo (at midnight); and now, with deadlines ahead. */
  spans: [
    ['2026-03-27', 10],
    [plusDays(new Date().toISOString().slice(0, 10), -9), 10],
    ['2026-10-23', 10],
    ['2018-11-02', 4],
  ],
  randomIn: (random, span) => new RandomHelpdesk(random, span),
  request: (random) => random.request(ZONES),
  async clientOf(settings) {
    const client = await helpdeskClient(settings);
    await putCalendars(client.tenant);
    return client;
  },
  settings: (seed, random) => ({ profile: seed % 3 === 0 ? random.pick(PROFILES) : 'complete' }),
  oracleOf: ({ timeZone, profile }) => new HelpdeskOracle(timeZone, profile),
  compare(answer: Answer, expected, what) {
    // How fresh the aggregates are is no figure; aggregation-health.test.ts has it.
    const { aggregation_health: _, ...figures } = answer;
    const [shown, exact] = [withoutMedian(figures), withoutMedian(expected)];
    expect(shown.rest, what).toEqual(exact.rest);
    if (exact.median === null) expect(shown.median, what).toBeNull();
    else {
      const error = Math.abs((shown.median ?? 0) - exact.median);
      expect(error, what).toBeLessThanOrEqual(exact.median / 100 + 0.1001);
    }
  },
};

test.each(seeds())('history %i: every answer is what the definitions say of what was sent', async (seed) =>
  playHistory(seed, HELPDESK),
);
