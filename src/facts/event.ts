import { asRated } from '../records/as-rated.ts';
import type { WholeBody } from '../records/stored-body.ts';
import type { Evaluation, Interaction, QualityReview } from '../records/types.ts';
import { type CountedLegs, countedLegs } from './counted-legs.ts';

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
      /** The legs that the event counts for, if the interaction has any. */
      legs?: CountedLegs;
      /** The same, among calls in the direction of the call. */
      previousInDirection?: number;
      previousInDepartmentAndDirection?: number;
    }
  /** The interaction as it was rated, see `asRated`. */
  | { source: 'evaluation'; at: number; interaction: Interaction; evaluation: Evaluation }
  | { source: 'quality_review'; at: number; interaction: Interaction; review: QualityReview }
  | { source: 'counter'; type: string; date: string; dimensionId: string; counter: Record<string, number> };

/** An interaction with everything that counts through it. Short names, because there are many in the change log. */
export interface InteractionImage {
  i: Interaction;
  /** Start of the customer's previous ended call in the same direction, seconds UTC. */
  p: number | null;
  /** The same, within its department. */
  q: number | null;
  /** The same as `p` and `q`, in the other direction. Absent in images from before directions were told apart. */
  x?: number | null;
  y?: number | null;
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
    interactionEvent(
      interaction,
      { inDirection: image.p, inOther: image.x ?? null },
      {
        inDirection: image.q,
        inOther: image.y ?? null,
      },
    ),
    ...image.e.map((evaluation) => evaluationEvent(interaction, evaluation)),
    ...image.r.map((review) => reviewEvent(interaction, review)),
  ];
}

/** Starts of the customer's previous ended calls, in the direction of a call and in the other; seconds UTC. */
export interface PreviousStarts {
  inDirection: number | null;
  inOther: number | null;
}

/** An interaction, counted at its start. Absent previous calls are unknown, or there are none. */
export function interactionEvent(
  interaction: Interaction,
  previous?: PreviousStarts,
  inDepartment?: PreviousStarts,
): FactEvent {
  const legs = countedLegs(interaction);
  const event: FactEvent & { source: 'interaction' } = {
    source: 'interaction',
    at: interaction.started_at,
    interaction,
    ...(legs && { legs }),
  };
  const last = previous && latest(previous);
  if (last !== undefined) event.previous = last;
  if (previous && previous.inDirection !== null) event.previousInDirection = previous.inDirection;
  const lastInDepartment = inDepartment && latest(inDepartment);
  if (lastInDepartment !== undefined) event.previousInDepartment = lastInDepartment;
  if (inDepartment && inDepartment.inDirection !== null)
    event.previousInDepartmentAndDirection = inDepartment.inDirection;
  return event;
}

function latest({ inDirection, inOther }: PreviousStarts): number | undefined {
  if (inDirection === null) return inOther ?? undefined;
  return inOther === null ? inDirection : Math.max(inDirection, inOther);
}

/** An evaluation, counted when it was given. */
export function evaluationEvent(interaction: Interaction, evaluation: Evaluation): FactEvent {
  const { responded_at: at } = evaluation;
  return { source: 'evaluation', at, interaction: asRated(interaction, evaluation), evaluation };
}

/** A quality review, counted when it was created. */
export function reviewEvent(interaction: Interaction, review: QualityReview): FactEvent {
  return { source: 'quality_review', at: review.created_at, interaction, review };
}
