import type { EvaluationText, PersonalData } from '../privacy/sealing/personal.ts';
import { isoInstant } from '../time/dates.ts';
import { deriveTimes } from './derive.ts';
import { interactionFields } from './interaction-fields.ts';
import type {
  AgentState,
  Counter,
  CounterType,
  Dimension,
  DimensionType,
  Evaluation,
  Interaction,
  QualityReview,
  RecordType,
  Shift,
} from './types.ts';
import { sentFields } from './walk-fields.ts';

/** A record in the form in which it is sent to ingest; JSON omits undefined fields. */
export type SentRecord = Readonly<Record<string, unknown>>;

/** Placeholder for an erased comment, because figures count whether there was a comment. */
const ERASED_COMMENT = '[erased]';

const TEN_THOUSANDTHS = 10_000;

/**
 * The record that ingest would store as this interaction. Contains every derived field, so that the result is the same.
 */
export function sentInteraction(
  { id, version }: { id: string; version: number },
  body: Interaction,
  { name, phone, email, subject }: PersonalData,
  transcript: string | undefined,
): SentRecord {
  const { customer_id } = body;
  const customer = isEmpty([customer_id, name, phone, email])
    ? undefined
    : { id: customer_id, name, phone, email };
  return {
    type: 'interaction',
    id,
    updated_at: isoInstant(version),
    ...sentFields(interactionFields, body, { customer, subject, transcript }),
    ...(hasDerivedEnd(body) && { ended_at: undefined }),
  };
}

/**
 * Whether ingest would derive the end of an interaction, and must: were it sent, ingest would derive a duration or a
 * wait from it that the interaction lacks.
 */
function hasDerivedEnd(body: Interaction): boolean {
  const { ended_at: _ended, ...sent } = body;
  return !isTimedAs(body, deriveTimes(body)) && isTimedAs(body, deriveTimes(sent));
}

function isTimedAs(body: Interaction, times: ReturnType<typeof deriveTimes>): boolean {
  return (['ended_at', 'duration_seconds', 'wait_seconds'] as const).every(
    (name) => body[name] === times[name],
  );
}

/** The record of an evaluation, as sent. */
export function sentEvaluation(
  { id, version, interaction_id }: { id: string; version: number; interaction_id: string },
  body: Evaluation,
  { comment, followup_answer }: EvaluationText,
): SentRecord {
  return {
    type: 'evaluation',
    id,
    updated_at: isoInstant(version),
    interaction_id,
    rating: body.rating,
    comment: comment ?? (body.has_comment ? ERASED_COMMENT : undefined),
    followup_answer,
    channel: body.channel,
    sent_at: instant(body.sent_at),
    responded_at: instant(body.responded_at),
    agent_id: body.agent_id,
    team_id: body.team_id,
  };
}

/** The record of a quality review, as sent. */
export function sentReview(
  { id, version, interaction_id }: { id: string; version: number; interaction_id: string },
  { status, score, sentiment, created_at }: QualityReview,
): SentRecord {
  return {
    type: 'quality_review',
    id,
    updated_at: isoInstant(version),
    interaction_id,
    status,
    score: score === undefined ? undefined : score / TEN_THOUSANDTHS,
    sentiment,
    created_at: isoInstant(created_at),
  };
}

/** The record of a dimension, as sent. */
export function sentDimension(
  { type, id, version }: { type: DimensionType; id: string; version: number },
  body: Dimension,
): SentRecord {
  return { type, id, updated_at: isoInstant(version), ...body };
}

/** What identifies a daily counter, and its version in seconds UTC. */
interface CounterKey {
  type: CounterType;
  date: string;
  dimension_id: string;
  version: number;
}

/** The record of a daily counter, as sent; its deletion if `body` is null. */
export function sentCounter(
  { type, date, dimension_id, version }: CounterKey,
  body: Counter | null,
): SentRecord {
  const field = type === 'article_stats' ? 'article_id' : 'email_channel_id';
  const key = { type, date, [field]: dimension_id, updated_at: isoInstant(version) };
  return body === null ? { ...key, deleted: true } : { ...key, ...body };
}

/** The record of an agent's state, as sent; its deletion without a state. Instants are seconds UTC. */
export function sentAgentState(
  agentId: string,
  {
    at,
    state,
    version,
    reason,
    team_id,
    department_id,
  }: Partial<AgentState> & { at: number; version: number },
): SentRecord {
  const key = { type: 'agent_state', agent_id: agentId, at: isoInstant(at), updated_at: isoInstant(version) };
  return state === undefined ? { ...key, deleted: true } : { ...key, state, reason, team_id, department_id };
}

/** The record of a shift, as sent. */
export function sentShift(
  { id, agent_id, version }: { id: string; agent_id: string; version: number },
  { started_at, ended_at, activity, team_id, department_id }: Shift,
): SentRecord {
  return {
    type: 'shift',
    id,
    updated_at: isoInstant(version),
    agent_id,
    started_at: isoInstant(started_at),
    ended_at: isoInstant(ended_at),
    activity,
    team_id,
    department_id,
  };
}

/** The deletion of a record, as sent. */
export function sentDeletion(type: RecordType, { id, version }: { id: string; version: number }): SentRecord {
  return { type, id, updated_at: isoInstant(version), deleted: true };
}

function instant(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : isoInstant(seconds);
}

function isEmpty(values: readonly unknown[]): boolean {
  return values.every((value) => value === undefined);
}
