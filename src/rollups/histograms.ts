import type { FactEvent } from '../facts/event.ts';
import type { Interaction } from '../records/types.ts';
import { isCompleted, isInbound, isMissed } from './base-measures/rules.ts';
import { isHandled, talkOf } from './base-measures/service.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { addCountsByInterval, type CountsByInterval } from './sums.ts';

/** Counts of durations by bin, for percentiles; of whole days and by interval. */
export interface Histogram {
  /** Also the name of the column of its days. */
  readonly name: HistogramName;
  readonly within: readonly RollupDimensionName[];
  /** Durations below this many seconds have a bin each. 100 if absent. */
  readonly exactBelow?: number;
  /** Whole seconds; undefined if the event has no such duration. */
  readonly value: (event: FactEvent) => number | undefined;
}

export type HistogramName =
  | 'durations'
  | 'waits'
  | 'first_responses'
  | 'resolutions'
  | WaitHistogram
  | 'talk_times'
  | 'hold_times'
  | 'wrap_times'
  | 'handle_times';

/** Waits of inbound interactions, with a bin for each second up to 600. */
export type WaitHistogram = 'answered_waits' | 'abandoned_waits';

const OF_SERVICE = ['all', 'direction', 'department', 'agent', 'team', 'queue', 'channel'] as const;
const WAITS_EXACT_BELOW = 601;

export const HISTOGRAMS: readonly Histogram[] = [
  {
    name: 'durations',
    within: ['all', 'direction', 'department', 'agent', 'team', 'channel'],
    value: ofInteraction(({ status, duration_seconds }) =>
      status === 'open' ? undefined : duration_seconds,
    ),
  },
  {
    name: 'waits',
    within: ['all', 'direction', 'department', 'agent', 'team'],
    value: ofInteraction((it) => (it.kind === 'call' && isCompleted(it) ? it.wait_seconds : undefined)),
  },
  {
    name: 'first_responses',
    within: ['all', 'direction', 'agent', 'team', 'channel'],
    value: ofConversation(({ first_response_at }) => first_response_at),
  },
  {
    name: 'resolutions',
    within: ['all', 'direction', 'agent', 'team', 'channel'],
    value: ofConversation(({ resolved_at }) => resolved_at),
  },
  {
    name: 'answered_waits',
    within: OF_SERVICE,
    exactBelow: WAITS_EXACT_BELOW,
    value: ofInteraction((it) => (isInbound(it) && isCompleted(it) ? it.wait_seconds : undefined)),
  },
  {
    name: 'abandoned_waits',
    within: OF_SERVICE,
    exactBelow: WAITS_EXACT_BELOW,
    value: ofInteraction((it) => (isInbound(it) && isMissed(it) ? it.wait_seconds : undefined)),
  },
  { name: 'talk_times', within: OF_SERVICE, value: ofHandled(talkOf) },
  { name: 'hold_times', within: OF_SERVICE, value: ofHandled(({ hold_seconds = 0 }) => hold_seconds) },
  { name: 'wrap_times', within: OF_SERVICE, value: ofHandled(({ wrap_seconds = 0 }) => wrap_seconds) },
  {
    name: 'handle_times',
    within: OF_SERVICE,
    value: ofHandled((it) => talkOf(it) + (it.hold_seconds ?? 0) + (it.wrap_seconds ?? 0)),
  },
];

type ValueOf = (interaction: Interaction) => number | undefined;

function ofInteraction(seconds: ValueOf): Histogram['value'] {
  return (event) => (event.source === 'interaction' ? seconds(event.interaction) : undefined);
}

function ofHandled(seconds: ValueOf): Histogram['value'] {
  return ofInteraction((it) => (isHandled(it) ? seconds(it) : undefined));
}

/** The time from the start of a conversation to an instant. */
function ofConversation(instant: ValueOf): Histogram['value'] {
  return ofInteraction((it) => {
    const at = it.kind === 'conversation' ? instant(it) : undefined;
    return at === undefined ? undefined : at - it.started_at;
  });
}

/** A histogram by name. */
export function histogramNamed(name: HistogramName): Histogram {
  return HISTOGRAMS.find((histogram) => histogram.name === name)!;
}

/** Histograms by interval: numbers of values by bin. Created on first use. */
export type Histograms = { [Name in HistogramName]?: CountsByInterval };

/** The bins of a histogram by interval; created if missing. */
export function binsOf(histograms: Histograms, name: HistogramName): CountsByInterval {
  histograms[name] ??= new Map();
  return histograms[name];
}

/** Adds every count of `from` to `into`. */
export function addHistograms(into: Histograms, from: Histograms): void {
  for (const [name, bins] of Object.entries(from))
    addCountsByInterval(binsOf(into, name as HistogramName), bins);
}

/** Below this, each second has its own bin, unless a histogram says otherwise; above, bins are 1 % wide. */
const EXACT_BELOW = 100;
const GROWTH = 1.01;

/** The bin of a duration in whole seconds. */
export function binOf(seconds: number, exactBelow = EXACT_BELOW): number {
  if (seconds < exactBelow) return seconds;
  let bin = exactBelow + Math.floor(Math.log(seconds / exactBelow) / Math.log(GROWTH));
  while (lowestOf(bin, exactBelow) > seconds) bin -= 1;
  while (lowestOf(bin + 1, exactBelow) <= seconds) bin += 1;
  return bin;
}

/** The whole seconds that represent a bin: its middle, at most 0.5 % (rounded to a second) from any value in it. */
function secondsOf(bin: number, exactBelow: number): number {
  return bin < exactBelow
    ? bin
    : Math.floor((lowestOf(bin, exactBelow) + lowestOf(bin + 1, exactBelow) - 1) / 2);
}

function lowestOf(bin: number, exactBelow: number): number {
  return bin <= exactBelow ? bin : Math.ceil(exactBelow * GROWTH ** (bin - exactBelow));
}

/**
 * Percentile `percent` (0–100] by nearest rank, the lower of two; in whole seconds, within 1 %. Undefined if there are
 * no values.
 */
export function percentile(
  bins: ReadonlyMap<number, number>,
  percent: number,
  exactBelow = EXACT_BELOW,
): number | undefined {
  const sorted = [...bins].filter(([, count]) => count !== 0).sort(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  let below = 0;
  for (const [bin, count] of sorted) {
    below += count;
    if (below * 100 >= percent * total) return secondsOf(bin, exactBelow);
  }
  return undefined;
}

/** How many values are at most `seconds`: exact below `exactBelow`, above with `seconds` taken within 1 %. */
export function countWithin(
  bins: ReadonlyMap<number, number>,
  seconds: number,
  exactBelow = EXACT_BELOW,
): number {
  let within = 0;
  for (const [bin, count] of bins) if (secondsOf(bin, exactBelow) <= seconds) within += count;
  return within;
}
