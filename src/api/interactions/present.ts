import { REFERENCED, type StoredInteraction } from '../../facts/stored-interaction.ts';
import { redactText } from '../../privacy/redact/redact.ts';
import { nameOf } from '../../query/ranking.ts';
import { declaredAttributes } from '../../records/attributes.ts';
import { interactionFields } from '../../records/interaction-fields.ts';
import { shownFields } from '../../records/walk-fields.ts';
import type { TenantSettings } from '../../tenants/settings.ts';
import { dateOfDay, isoInstant } from '../../time/dates.ts';
import { localDay } from '../../time/zones.ts';
import { presentRater } from '../rater-shape.ts';
import type { PresentedInteraction } from './interaction-shape.ts';

const TEN_THOUSANDTHS = 10_000;

/** Presents an interaction with the field names and units of ingest; with the attributes that the tenant declares. */
export function presentInteraction(
  id: string,
  stored: StoredInteraction,
  { timeZone: zone, attributes }: Pick<TenantSettings, 'timeZone' | 'attributes'>,
): PresentedInteraction {
  const { body, personal, evaluations, reviews } = stored;
  const { subject, ...person } = personal;
  return {
    id,
    updated_at: isoInstant(stored.version),
    ...shownFields(interactionFields, body, {
      customer: { id: body.customer_id ?? null, ...person },
      subject,
    }),
    attributes: declaredAttributes(body.attributes, attributes) ?? null,
    has_transcript: stored.hasTranscript,
    names: namesOf(stored),
    evaluations: evaluations.map((evaluation) => ({
      id: evaluation.id,
      rating: evaluation.body.rating,
      comment: evaluation.words.comment,
      followup_answer: evaluation.words.followupAnswer,
      channel: evaluation.body.channel ?? body.channel,
      sent_at: moment(evaluation.body.sent_at),
      responded_at: moment(evaluation.body.responded_at),
      agent_id: evaluation.body.agent_id ?? null,
      team_id: evaluation.body.team_id ?? null,
      rated_by: presentRater(evaluation.body.rated_by ?? null, redactText),
    })),
    quality_reviews: reviews.map((review) => ({
      id: review.id,
      status: review.body.status,
      score: review.body.score === undefined ? null : review.body.score / TEN_THOUSANDTHS,
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
    evaluations: evaluations.flatMap(({ id, body: { rating, responded_at } }) =>
      responded_at === undefined ? [] : [{ id, date: dateAt(responded_at), rated: rating !== null }],
    ),
    quality_reviews: reviews.map((review) => ({ id: review.id, date: dateAt(review.body.created_at) })),
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
