import { asRated } from '../records/as-rated.ts';
import type { WholeBody } from '../records/stored-body.ts';
import type { Evaluation, Interaction, QualityReview } from '../records/types.ts';
import { closedAt } from './closings.ts';

/** Something that happened once, with what it is attributed to: the unit that figures are computed from. */
export type FactEvent =
  | {
      source: 'interaction';
      /** Seconds UTC. */
      at: number;
      interaction: Interaction;
      /**
       * Start of the same customer's previous ended call, seconds UTC. Only for ended calls, and absent for the first
       * one.
       */
      previous?: number;
      /** The same, within the call's department. */
      previousInDepartment?: number;
    }
  /** The interaction as it was rated, see `asRated`. */
  | { source: 'evaluation'; at: number; interaction: Interaction; evaluation: Evaluation }
  /** A survey that was sent, counted then, whether or not it was answered. */
  | { source: 'survey'; at: number; interaction: Interaction; evaluation: Evaluation }
  /** An interaction, counted when it was closed; see `closedAt`. */
  | { source: 'closing'; at: number; interaction: Interaction }
  /** An interaction, counted when it was last reopened. */
  | { source: 'reopening'; at: number; interaction: Interaction }
  | { source: 'quality_review'; at: number; interaction: Interaction; review: QualityReview }
  | { source: 'counter'; type: string; date: string; dimensionId: string; counter: Record<string, number> };

/** An interaction with everything that counts through it. Short names, because there are many in the change log. */
export interface InteractionImage {
  i: Interaction;
  /** Start of the customer's previous ended call, seconds UTC. */
  p: number | null;
  /** The same, within its department. */
  q: number | null;
  /** Evaluations. */
  e: Evaluation[];
  /** Quality reviews. */
  r: QualityReview[];
}

/** The same, as built by SQL. */
export type StoredInteractionImage = Omit<InteractionImage, 'i'> & { i: WholeBody };

export interface CounterImage {
  type: string;
  date: string;
  dimension_id: string;
  body: Record<string, number>;
}

/** The events in an image. */
export function eventsOf(image: InteractionImage | CounterImage): FactEvent[] {
  if (!('i' in image)) {
    return [
      {
        source: 'counter',
        type: image.type,
        date: image.date,
        dimensionId: image.dimension_id,
        counter: image.body,
      },
    ];
  }
  const interaction = image.i;
  return [
    interactionEvent(interaction, image.p, image.q),
    ...closingEvents(interaction),
    ...reopeningEvents(interaction),
    ...image.e.flatMap((evaluation) => [
      ...evaluationEvents(interaction, evaluation),
      ...surveyEvents(interaction, evaluation),
    ]),
    ...image.r.map((review) => reviewEvent(interaction, review)),
  ];
}

/** An interaction, counted at its start. `previous` and `previousInDepartment` in seconds UTC. */
export function interactionEvent(
  interaction: Interaction,
  previous: number | null,
  previousInDepartment: number | null,
): FactEvent {
  return {
    source: 'interaction',
    at: interaction.started_at,
    interaction,
    ...(previous === null ? {} : { previous }),
    ...(previousInDepartment === null ? {} : { previousInDepartment }),
  };
}

/** An evaluation, counted when it was given; none while its survey waits. */
export function evaluationEvents(interaction: Interaction, evaluation: Evaluation): FactEvent[] {
  const { responded_at: at } = evaluation;
  if (at === undefined) return [];
  return [{ source: 'evaluation', at, interaction: asRated(interaction, evaluation), evaluation }];
}

/** The survey of an evaluation, if it is known when it was sent. */
export function surveyEvents(interaction: Interaction, evaluation: Evaluation): FactEvent[] {
  const { sent_at: at } = evaluation;
  if (at === undefined) return [];
  return [{ source: 'survey', at, interaction: asRated(interaction, evaluation), evaluation }];
}

/** The closing of an interaction, if it is closed. */
export function closingEvents(interaction: Interaction): FactEvent[] {
  const at = closedAt(interaction);
  return at === undefined ? [] : [{ source: 'closing', at, interaction }];
}

/** The reopening of an interaction, if it is known when that was. */
export function reopeningEvents(interaction: Interaction): FactEvent[] {
  const { reopened_at: at } = interaction;
  return at === undefined ? [] : [{ source: 'reopening', at, interaction }];
}

/** A quality review, counted when it was created. */
export function reviewEvent(interaction: Interaction, review: QualityReview): FactEvent {
  return { source: 'quality_review', at: review.created_at, interaction, review };
}
