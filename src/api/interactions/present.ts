import { REFERENCED, type StoredInteraction } from '../../facts/stored-interaction.ts';
import { redactText } from '../../privacy/redact/redact.ts';
import { nameOf } from '../../query/dimension-names.ts';
import type { Interaction } from '../../records/types.ts';
import { dateOfDay, isoInstant } from '../../time/dates.ts';
import { localDay } from '../../time/zones.ts';
import { presentRater } from '../rater-shape.ts';
import type { PresentedInteraction } from './interaction-shape.ts';

const MILLIONTHS = 1_000_000;
const TEN_THOUSANDTHS = 10_000;

/** Presents an interaction with the field names and units of ingest; local dates are in `zone`. */
export function presentInteraction(
  id: string,
  stored: StoredInteraction,
  zone: string,
): PresentedInteraction {
  const { body, personal, evaluations, reviews } = stored;
  const { sla, sentiment, cost, messages } = body;
  return {
    id,
    updated_at: isoInstant(stored.version),
    kind: body.kind,
    channel: body.channel,
    direction: body.direction,
    status: body.status,
    started_at: isoInstant(body.started_at),
    answered_at: moment(body.answered_at),
    ended_at: moment(body.ended_at),
    first_response_at: moment(body.first_response_at),
    resolved_at: moment(body.resolved_at),
    duration_seconds: body.duration_seconds ?? null,
    wait_seconds: body.wait_seconds ?? null,
    customer: {
      id: body.customer_id ?? null,
      name: personal.name,
      phone: personal.phone,
      email: personal.email,
    },
    ...referencesOf(body),
    outcome: body.outcome,
    category: body.category ?? null,
    topic: body.topic ?? null,
    subject: personal.subject,
    intent: body.intent ?? null,
    priority: body.priority ?? null,
    transferred: body.transferred,
    first_contact_resolved: body.first_contact_resolved,
    resolved_by: body.resolved_by ?? null,
    sla: sla
      ? {
          first_response_seconds: sla.first_response_seconds ?? null,
          resolution_seconds: sla.resolution_seconds ?? null,
        }
      : null,
    sentiment: sentiment ? { label: sentiment.label, score: scaled(sentiment.score, TEN_THOUSANDTHS) } : null,
    cost: cost
      ? {
          llm: scaled(cost.llm, MILLIONTHS),
          tts: scaled(cost.tts, MILLIONTHS),
          stt: scaled(cost.stt, MILLIONTHS),
          telephony: scaled(cost.telephony, MILLIONTHS),
        }
      : null,
    llm_usage: body.llm_usage ?? null,
    messages: messages ? { inbound: messages.inbound ?? null, outbound: messages.outbound ?? null } : null,
    has_transcript: stored.hasTranscript,
    names: namesOf(stored),
    evaluations: evaluations.map((evaluation) => ({
      id: evaluation.id,
      rating: evaluation.body.rating,
      comment: evaluation.words.comment,
      followup_answer: evaluation.words.followupAnswer,
      channel: evaluation.body.channel ?? body.channel,
      sent_at: moment(evaluation.body.sent_at),
      responded_at: isoInstant(evaluation.body.responded_at),
      rated_by: presentRater(evaluation.body.rated_by ?? null, redactText),
    })),
    quality_reviews: reviews.map((review) => ({
      id: review.id,
      status: review.body.status,
      score: scaled(review.body.score, TEN_THOUSANDTHS),
      sentiment: review.body.sentiment ?? null,
      created_at: isoInstant(review.body.created_at),
    })),
    counts_from: countsFrom(stored, zone),
  };
}

function countsFrom(
  { body, evaluations, reviews }: StoredInteraction,
  zone: string,
): PresentedInteraction['counts_from'] {
  const dateAt = (at: number): string => dateOfDay(localDay(zone, at));
  const isEnded = body.status !== 'open';
  return {
    time_zone: zone,
    date: dateAt(body.started_at),
    as_call: body.kind === 'call' && isEnded,
    as_conversation: body.kind === 'conversation',
    as_ended: isEnded,
    evaluations: evaluations.map(({ id, body: { rating, responded_at } }) => ({
      id,
      date: dateAt(responded_at),
      rated: rating !== null,
    })),
    quality_reviews: reviews.map((review) => ({ id: review.id, date: dateAt(review.body.created_at) })),
  };
}

function referencesOf(body: Interaction) {
  return {
    agent_id: body.agent_id ?? null,
    team_id: body.team_id ?? null,
    department_id: body.department_id ?? null,
    campaign_id: body.campaign_id ?? null,
    call_center_id: body.call_center_id ?? null,
    engagement_id: body.engagement_id ?? null,
    email_channel_id: body.email_channel_id ?? null,
    article_id: body.article_id ?? null,
  };
}

function namesOf({ body, dimensions }: StoredInteraction): Record<string, string> {
  const names: Record<string, string> = {};
  for (const type of REFERENCED) {
    const id = body[`${type}_id`];
    const record = dimensions.get(type);
    if (id !== undefined) names[`${type}_id`] = nameOf(new Map(record ? [[id, record]] : []), id);
  }
  return names;
}

function moment(at: number | undefined): string | null {
  return at === undefined ? null : isoInstant(at);
}

function scaled(value: number | undefined, scale: number): number | null {
  return value === undefined ? null : value / scale;
}
