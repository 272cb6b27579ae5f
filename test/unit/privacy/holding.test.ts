import { expect, test } from 'vitest';
import { combinedHolding, type Holding } from '../../../src/privacy/erasure/holding.ts';

test.each<[Holding[], Holding]>([
  [[], 'figures'],
  [['figures', 'figures'], 'figures'],
  [['figures', 'reviews_in_period'], 'reviews_in_period'],
  [['interactions_in_period', 'interactions_in_period'], 'interactions_in_period'],
  [['reviews_in_period', 'interactions_in_period'], 'interactions'],
  [['reviews_in_period', 'interactions'], 'interactions'],
])('a file of parts that hold %j holds %s', (parts, expected) => {
  expect(combinedHolding(parts)).toBe(expected);
});
