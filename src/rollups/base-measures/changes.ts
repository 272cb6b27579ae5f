import type { FactEvent } from '../../facts/event.ts';
import { type BaseMeasureRule, type BaseMeasureRules, is, ofInteraction } from './rules.ts';

/** Counts events of a source. */
function of<Source extends 'survey' | 'closing' | 'reopening'>(
  source: Source,
  value: (event: FactEvent & { source: Source }) => number = () => 1,
): BaseMeasureRule {
  return {
    source,
    value: (event) => (event.source === source ? value(event as FactEvent & { source: Source }) : 0),
  };
}

/** Base measures that count when a survey was sent, and when an interaction was closed or reopened. */
export const CHANGE_BASE_MEASURES = {
  surveys_sent: of('survey'),
  surveys_answered: of('survey', ({ evaluation }) => is(evaluation.responded_at !== undefined)),
  closings: of('closing'),
  reopenings: of('reopening'),
  /** Reopened at a time that is not known: counted at the start. */
  reopenings_undated: ofInteraction(({ reopens = 0, reopened_at }) =>
    is(reopens > 0 && reopened_at === undefined),
  ),
} satisfies BaseMeasureRules;
