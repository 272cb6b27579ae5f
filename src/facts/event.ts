import { asRated } from '../records/as-rated.ts';
import type { WholeBody } from '../records/stored-body.ts';
import type { Evaluation, Interaction, QualityReview } from '../records/types.ts';
import { type AgentDayImage, type AgentTimeEvent, agentTimeOf } from './agent-time.ts';

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
  | { source: 'quality_review'; at: number; interaction: Interaction; review: QualityReview }
  | AgentTimeEvent
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
export function eventsOf(image: InteractionImage | CounterImage | AgentDayImage): FactEvent[] {
  if ('a' in image) return agentTimeOf(image);
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
    ...image.e.map((evaluation) => evaluationEvent(interaction, evaluation)),
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

/** An evaluation, counted when it was given. */
export function evaluationEvent(interaction: Interaction, evaluation: Evaluation): FactEvent {
  const { responded_at: at } = evaluation;
  return { source: 'evaluation', at, interaction: asRated(interaction, evaluation), evaluation };
}

/** A quality review, counted when it was created. */
export function reviewEvent(interaction: Interaction, review: QualityReview): FactEvent {
  return { source: 'quality_review', at: review.created_at, interaction, review };
}

/** What an event is attributed to: its interaction, or the agent whose time it is. A daily counter has no attributes. */
export function attributesOf(event: Exclude<FactEvent, { source: 'counter' }>): Partial<Interaction> {
  return event.source === 'agent_time' ? event.attributes : event.interaction;
}

/**
 * The part of an event within a span (half-open, seconds UTC); undefined if nothing of it is. Only time can be divided.
 * A daily counter has no instant, so that it is not within any.
 */
export function partWithin(
  event: FactEvent,
  { start, end }: { start: number; end: number },
): FactEvent | undefined {
  if (event.source === 'counter') return undefined;
  if (event.source !== 'agent_time') return event.at >= start && event.at < end ? event : undefined;
  const [at, until] = [Math.max(event.at, start), Math.min(event.until, end)];
  return at < until ? { ...event, at, until } : undefined;
}
