import { expect, test } from 'vitest';
import { ConversationsOracle } from '../../oracle/conversations.ts';
import { type Histories, playHistory, ZONES } from '../../oracle/play-history.ts';
import { RandomConversations } from '../../oracle/random-conversations.ts';
import { seeds } from '../../oracle/seeds.ts';
import { conversationsClient } from './client.ts';

interface Percentiles {
  durationPercentiles?: Record<string, number | null>;
}

/** The answer, its percentiles replaced by the expected ones where they are within 1 % of them. */
function withExactPercentiles(answer: unknown, expected: Percentiles): unknown {
  const { durationPercentiles: shown } = answer as Percentiles;
  if (!shown) return answer;
  const exact = Object.entries(expected.durationPercentiles ?? {}).map(([name, value]) => {
    const near = typeof value === 'number' && Math.abs((shown[name] ?? Number.NaN) - value) <= value / 100;
    return [name, near ? value : shown[name]];
  });
  return { ...(answer as object), durationPercentiles: Object.fromEntries(exact) as unknown };
}

const CONVERSATIONS: Histories<RandomConversations, ConversationsOracle> = {
  randomIn: (random, span) => new RandomConversations(random, span),
  request: (random) => random.request(ZONES),
  clientOf: conversationsClient,
  oracleOf: ({ timeZone }) => new ConversationsOracle(timeZone),
  compare(answer, expected, what) {
    expect(withExactPercentiles(answer, expected as Percentiles), what).toEqual(expected);
  },
};

test.each(seeds())('history %i: every answer is what the definitions say of what was sent', async (seed) =>
  playHistory(seed, CONVERSATIONS),
);
