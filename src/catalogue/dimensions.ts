import type { AttributeDeclaration } from '../records/attributes.ts';
import { attributeDimension, isAttributeDimension } from '../rollups/attribute-dimensions.ts';
import {
  type CommonDimension,
  type DimensionName,
  labelOf,
  MEMBER_DIMENSIONS,
} from '../rollups/dimensions.ts';
import { CYCLIC_GRAINS, GRAINS, type Grain, isFinerThanDays } from './grains.ts';
import type { Metric } from './metric.ts';
import { isDated, OF_AGENT_TIME, SPLITTING } from './traits.ts';

/** A dimension as the catalogue lists it. */
export interface CatalogueDimension {
  readonly name: DimensionName | 'time';
  readonly label: string;
  /** Whether its members can be listed. */
  readonly hasMembers: boolean;
  readonly kind: 'members' | 'time';
  /** Only of time. */
  readonly grains?: readonly Grain[];
}

/** The tenant whose dimensions are listed. */
export interface DimensionsOwner {
  attributes: readonly AttributeDeclaration[];
}

/** The dimensions of the attributes that a tenant has declared as dimensions, in the order of the declaration. */
export function attributeDimensionsOf({ attributes }: DimensionsOwner): CatalogueDimension[] {
  return attributes
    .filter(({ dimension }) => dimension)
    .map(({ key, label }) => {
      const name = attributeDimension(key);
      return { name, label: label ?? labelOf(name), hasMembers: true, kind: 'members' };
    });
}

/** The dimensions of a tenant that have members. */
export function memberDimensionsOf(tenant: DimensionsOwner): readonly DimensionName[] {
  return [...MEMBER_DIMENSIONS, ...attributeDimensionsOf(tenant).map(({ name }) => name as DimensionName)];
}

/** Every dimension that figures of all tenants are grouped and filtered by; time last. */
export const CATALOGUE_DIMENSIONS: readonly CatalogueDimension[] = [
  ...MEMBER_DIMENSIONS.map(
    (name): CatalogueDimension => ({ name, label: labelOf(name), hasMembers: true, kind: 'members' }),
  ),
  { name: 'time', label: 'Time', hasMembers: false, kind: 'time', grains: GRAINS },
];

/**
 * Whether a metric can be grouped and filtered by a dimension (`agent`, `time`) or a grain (`time:hour`); if not, why, as
 * a sentence.
 */
export function combines(metric: Metric, dimension: string): true | string {
  if (isAttributeDimension(dimension)) {
    if (metric.isOfInteractions) return true;
    return `${metric.name} is made of records that have no attributes.`;
  }
  const [name, grain] = dimension.split(':') as [string, Grain | undefined];
  if (name === 'time') {
    if (metric.attribution === 'now')
      return `${metric.name} is counted at the moment of the query, which has no buckets.`;
    if (metric.attribution === 'open' && grain !== undefined && CYCLIC_GRAINS.includes(grain))
      return `${metric.name} is counted at the end of a span of time, and ${grain} has none.`;
    if (grain === undefined || !isFinerThanDays(grain) || !isDated(metric.measureOf())) return true;
    return `${metric.name} is counted by date, so it has no ${grain}.`;
  }
  if ((metric.dimensions as readonly string[]).includes(name)) return true;
  const parts = SPLITTING[name as CommonDimension];
  if (parts)
    return `Only ${parts.join(', ')} can be divided among the members of ${name}, and ratios of these.`;
  if (metric.attribution === 'date')
    return `${metric.name} is made of daily counters, which have no ${name}.`;
  if (metric.attribution === 'now')
    return `${metric.name} is made of states of agents, which are only known by ${OF_AGENT_TIME.join(', ')}.`;
  if (metric.attribution === 'passed')
    return `${metric.name} is made of time of agents, which is only known by ${OF_AGENT_TIME.join(', ')} and time.`;
  return `${metric.name} is made of records that have no ${name}.`;
}
