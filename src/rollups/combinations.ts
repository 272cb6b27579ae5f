import type { AttributeDeclaration } from '../records/attributes.ts';
import { attributeDimension } from './attribute-dimensions.ts';
import { membersOfList } from './cells.ts';
import {
  type CombinationName,
  type DimensionName,
  ROLLUP_DIMENSIONS,
  type RollupDimension,
  type RollupDimensionName,
  rollupDimensionNamed,
} from './dimensions.ts';
import type { Histogram } from './histograms.ts';

/**
 * A rollup dimension of a tenant's own: its members are the combinations of the members of several dimensions, or the
 * members of one attribute, each as a `listKey` (cells.ts). Rows of it have base measures, intervals and histograms, but no breakdowns.
 */
export interface Combination extends RollupDimension {
  readonly name: CombinationName;
  readonly of: readonly DimensionName[];
}

const PREFIX = 'combination:';
const SEPARATOR = '+';

/** The name of the combination of dimensions, in whatever order these are given. */
export function combinationName(dimensions: readonly DimensionName[]): CombinationName {
  return `${PREFIX}${dimensions.toSorted().join(SEPARATOR)}`;
}

/** Whether a rollup dimension is a combination. */
export function isCombination(name: string): name is CombinationName {
  return name.startsWith(PREFIX);
}

const known = new Map<string, Combination>();

/** The combination of a name. */
export function combinationNamed(name: CombinationName): Combination {
  let combination = known.get(name);
  if (!combination) {
    const of = name.slice(PREFIX.length).split(SEPARATOR) as DimensionName[];
    combination = { name, of };
    known.set(name, combination);
  }
  return combination;
}

/** A rollup dimension by name, a combination too. */
export function rollupDimensionOf(name: RollupDimensionName): RollupDimension {
  return isCombination(name) ? combinationNamed(name) : rollupDimensionNamed(name);
}

/** The members of a row's member, in the order of the combination; NONE for no value. */
export function membersOfCombination(member: string): readonly string[] {
  return membersOfList(member);
}

/** The rollup dimension of one attribute, whose rows are like those of a combination. */
export function attributeRollup(key: string): CombinationName {
  return `${PREFIX}${attributeDimension(key)}`;
}

/** What stands at the end of the layout of rollups that have these combinations. */
export function combinationLayout(names: readonly CombinationName[]): string {
  return names
    .toSorted()
    .map((name) => ` dimension:${name}`)
    .join('');
}

/** The same for the attributes that a tenant has declared as dimensions. */
export function attributeLayout(declared: readonly AttributeDeclaration[]): string {
  return combinationLayout(
    declared.filter(({ dimension }) => dimension).map(({ key }) => attributeRollup(key)),
  );
}

const inLayouts = new Map<string, readonly Combination[]>();

/** The combinations that rollups with a layout have. */
export function combinationsIn(layout: string): readonly Combination[] {
  let combinations = inLayouts.get(layout);
  if (!combinations) {
    const names = layout.split(' ').flatMap((name) => {
      const dimension = name.slice('dimension:'.length);
      return name.startsWith('dimension:') && isCombination(dimension) ? [dimension] : [];
    });
    combinations = names.map(combinationNamed);
    inLayouts.set(layout, combinations);
  }
  return combinations;
}

/** All dimensions that rollups with a layout have rows of. */
export function rollupDimensionsIn(layout: string): readonly RollupDimension[] {
  const combinations = combinationsIn(layout);
  return combinations.length === 0 ? ROLLUP_DIMENSIONS : [...ROLLUP_DIMENSIONS, ...combinations];
}

/** Whether the rows of a dimension have a histogram. */
export function hasHistogram({ within }: Pick<Histogram, 'within'>, dimension: string): boolean {
  return isCombination(dimension) || (within as readonly string[]).includes(dimension);
}
