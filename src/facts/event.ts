import { asRated } from '../records/as-rated.ts';
import type { WholeBody } from '../records/stored-body.ts';
import type { Evaluation, Interaction, QualityReview } from '../records/types.ts';
import { type AgentDayImage, type AgentTimeEvent, agentTimeOf } from './agent-time.ts';
import { closedAt } from './closings.ts';
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
      /** Starts of the same customer's next ended calls, in the same ways. Only if they were asked for. */
      next?: number;
      nextInDepartment?: number;
      nextInDirection?: number;
      nextInDepartmentAndDirection?: number;
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
  | AgentTimeEvent
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
    interactionEvent(
      interaction,
      { inDirection: image.p, inOther: image.x ?? null },
      {
        inDirection: image.q,
        inOther: image.y ?? null,
      },
    ),
    ...closingEvents(interaction),
    ...reopeningEvents(interaction),
    ...image.e.flatMap((evaluation) => [
      ...evaluationEvents(interaction, evaluation),
      ...surveyEvents(interaction, evaluation),
    ]),
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
