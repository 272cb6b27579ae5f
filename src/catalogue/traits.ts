import { endsNow } from '../query/agent-time-inputs.ts';
import { isExactInput, isWaitsWithin } from '../query/measures/histogram-inputs.ts';
import { DISTINCT_CUSTOMERS, isOverdue } from '../query/measures/measure.ts';
import { isAgentsNowInput, isNowInput } from '../query/measures/now-inputs.ts';
import { isOpenInput } from '../query/measures/open-inputs.ts';
import type { Measure, MeasureInput } from '../query/measures.ts';
import { type BaseMeasureName, baseMeasureNamed } from '../rollups/base-measures.ts';
import { type CommonDimension, MEMBER_DIMENSIONS } from '../rollups/dimensions.ts';
import { CYCLIC_GRAINS, GRAINS, GRAINS_OF_DAYS, type Grain } from './grains.ts';
import type { Attribution, Metric } from './metric.ts';

/** What follows from the inputs of a measure. */
export type Traits = Pick<
  Metric,
  'attribution' | 'dimensions' | 'isOfInteractions' | 'grains' | 'dependsOnClock' | 'isAdditive'
>;

const ATTRIBUTION = {
  interaction: 'started',
  evaluation: 'given',
  survey: 'sent',
  closing: 'closed',
  reopening: 'reopened',
  quality_review: 'created',
  counter: 'date',
  agent_time: 'passed',
} as const;

/**
 * Dimensions of which one event may have several members, such as the providers of a call, and the inputs that are known
 * for each of them. Other inputs cannot be divided among their members.
 */
export const SPLITTING: Readonly<Partial<Record<CommonDimension, readonly BaseMeasureName[]>>> = {
  provider: ['llm_requests', 'llm_input_tokens', 'llm_output_tokens', 'llm_latency_ms', 'llm_errors'],
  article: ['article_views', 'article_helpful', 'article_not_helpful'],
};

/** What the time of agents is attributed to. */
export const OF_AGENT_TIME: readonly CommonDimension[] = ['agent', 'team', 'department'];

/** Derives the traits of a measure. Attribution is that of the numerator. */
export function traitsOf({ numerator, denominator }: Pick<Measure, 'numerator' | 'denominator'>): Traits {
  const inputs = Object.keys({ ...numerator, ...denominator }) as MeasureInput[];
  return {
    attribution: attributionOf(Object.keys(numerator)[0]!),
    dimensions: MEMBER_DIMENSIONS.filter((name) => inputs.every((input) => belongsTo(name, input))),
    isOfInteractions: inputs.every(isOfInteractions),
    grains: grainsOf(inputs),
    dependsOnClock:
      inputs.some((input) => isOverdue(input) || isOpenInput(input) || isNowInput(input)) || endsNow(inputs),
    isAdditive: denominator === undefined && inputs.every(addsUp),
  };
}

/** Whether values of an input may be added: not those of distinct customers and of percentiles. */
export function addsUp(input: string): boolean {
  return baseMeasureNamed(input) !== undefined || isOverdue(input) || isWaitsWithin(input);
}

/** Whether a measure is exact: percentiles are within 1 %. */
export function isExact({ numerator, denominator }: Pick<Measure, 'numerator' | 'denominator'>): boolean {
  return Object.keys({ ...numerator, ...denominator }).every(isExactInput);
}

function attributionOf(input: string): Attribution {
  if (isNowInput(input)) return 'now';
  if (isOpenInput(input)) return 'open';
  return ATTRIBUTION[baseMeasureNamed(input)?.source ?? 'interaction'];
}

/** Whether the events that make an input have members of a dimension. */
function belongsTo(name: CommonDimension, input: string): boolean {
  const parts: readonly string[] | undefined = SPLITTING[name];
  if (parts) return parts.includes(input);
  if (attributionOf(input) === 'passed' || isAgentsNowInput(input)) return OF_AGENT_TIME.includes(name);
  return attributionOf(input) !== 'date';
}

/** Whether the events that make an input are interactions, or belong to one: not time of agents, not daily counters. */
function isOfInteractions(input: string): boolean {
  const attribution = attributionOf(input);
  return attribution !== 'passed' && attribution !== 'date' && !isNowInput(input);
}

/** Whether a measure is counted by calendar date, in part or as a whole. */
export function isDated({ numerator, denominator }: Pick<Measure, 'numerator' | 'denominator'>): boolean {
  return Object.keys({ ...numerator, ...denominator }).some((input) => baseMeasureNamed(input)?.dated);
}

/**
 * The grains that rollups have. Daily counters have only a date. Distinct customers are counted for one span of time, so
 * they have no grain that collects hours or weekdays of many days. Neither has what is open at the end of a span. This
 * moment has no grain.
 */
function grainsOf(inputs: readonly MeasureInput[]): readonly Grain[] {
  if (inputs.some(isNowInput)) return [];
  if (inputs.some((input) => baseMeasureNamed(input)?.dated)) return GRAINS_OF_DAYS;
  const isOfOneSpan = inputs.some((input) => input === DISTINCT_CUSTOMERS || isOpenInput(input));
  return isOfOneSpan ? GRAINS.filter((grain) => !CYCLIC_GRAINS.includes(grain)) : GRAINS;
}
