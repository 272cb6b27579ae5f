import { isAttributeDimension, keyOfDimension } from '../rollups/attribute-dimensions.ts';
import { attributeRollup, type Combination, combinationNamed } from '../rollups/combinations.ts';
import { conditionsOf } from './conditions.ts';
import { dimensionsOf, type MetricsQuery } from './query.ts';

/**
 * The rollup dimensions of the attributes that queries filter or group by. Only declared attributes are asked for, so
 * that rollups have their rows, unless maintenance has not built them yet.
 */
export function attributeRollupsFor(
  queries: readonly Pick<MetricsQuery, 'filter' | 'by'>[],
): readonly Combination[] {
  const asked = queries.flatMap(({ filter, by }) => [
    ...conditionsOf(filter).map(({ dimension }) => dimension),
    ...dimensionsOf(by),
  ]);
  return [...new Set(asked)]
    .filter(isAttributeDimension)
    .map((name) => combinationNamed(attributeRollup(keyOfDimension(name))));
}
