import type { EvaluationText, PersonalData, PhoneHashes } from '../privacy/sealing/personal.ts';
import type { KeptFields } from './field-types.ts';
import type { SentimentLabel } from './fields.ts';
import type { interactionFields } from './interaction-fields.ts';

/**
 * Facts and dimensions as they are stored: normalised, with defaults filled in. Instants are whole seconds UTC,
 * durations whole seconds, money integer millionths of a dollar, scores integer ten-thousandths. Absent values are left
 * out. Property order is fixed, so that equal records have equal JSON.
 */

/** What figures are computed from; contains no personal data. */
export interface Interaction extends KeptFields<typeof interactionFields> {}
export type InteractionStatus = Interaction['status'];
export type LlmUsage = NonNullable<Interaction['llm_usage']>[number];

/** Who rated through the API; absent if the evaluation was sent as a record. */
export interface Rater {
  /** session, key: rated by a request with that credential; public: rated without a credential. */
  kind: 'session' | 'key' | 'public';
  /** The user id of the session, or the id of the key. */
  id?: string;
  /** Only for a session. */
  role?: string;
}

export interface Evaluation {
  /** 1–5, or null for a response without a rating. */
  rating: number | null;
  has_comment: boolean;
  channel?: string;
  sent_at?: number;
  /** Absent while a survey waits for its answer. Then `sent_at` is there. */
  responded_at?: number;
  /** Who was rated, if that was sent; otherwise the agent and the team of the interaction were. */
  agent_id?: string;
  team_id?: string;
  rated_by?: Rater;
}

/** An evaluation with a rating, which always has been answered. */
export type Rating = Evaluation & { rating: number; responded_at: number };

export interface QualityReview {
  status: 'completed' | 'pending' | 'failed';
  /** Ten-thousandths, 0–100000. */
  score?: number;
  sentiment?: SentimentLabel;
  created_at: number;
}

export type DimensionType =
  | 'agent'
  | 'team'
  | 'department'
  | 'campaign'
  | 'call_center'
  | 'engagement'
  | 'queue'
  | 'email_channel'
  | 'article';

/** The fields of all dimension records; each type uses its own. */
export interface Dimension {
  /** For agents, teams, departments, campaigns, call centers and engagements. */
  name?: string;
  active?: boolean;
  kind?: 'human' | 'ai';
  team_id?: string;
  department_id?: string;
  address?: string;
  title?: string;
  slug?: string;
  status?: string;
}

export type CounterType = 'article_stats' | 'email_channel_stats';
export type Counter =
  | { views: number; helpful: number; not_helpful: number }
  | { bounced_contacts: number; complained_contacts: number };

/** The states that an agent can be in. */
export const AGENT_STATES = [
  'offline',
  'available',
  'busy',
  'ringing',
  'wrap',
  'break',
  'lunch',
  'training',
  'meeting',
  'other',
] as const;
export type AgentStateName = (typeof AGENT_STATES)[number];

/** Whom time of an agent counts for, besides the agent. */
export interface AgentGroups {
  team_id?: string;
  department_id?: string;
}

/** The state of an agent from an instant on. */
export interface AgentState extends AgentGroups {
  at: number;
  state: AgentStateName;
  reason?: string;
}

/** What an agent can be scheduled for. */
export const SHIFT_ACTIVITIES = ['work', 'break', 'meeting', 'training'] as const;
export type ShiftActivity = (typeof SHIFT_ACTIVITIES)[number];

/** A scheduled span of time, half-open. */
export interface Shift extends AgentGroups {
  started_at: number;
  ended_at: number;
  activity: ShiftActivity;
}

interface Versioned {
  /** Unique within the type: the record's id, `date/dimension id` of a daily counter, `instant/agent` of a state. */
  id: string;
  /** `updated_at` in seconds UTC; the time of receipt if it was not sent. */
  version: number;
}

interface Stored extends Versioned {
  deleted: false;
  /** Keyed hash of the stored record without `updated_at`, in hexadecimal; see digest.ts. */
  digest: string;
}

export interface InteractionRecord extends Stored {
  type: 'interaction';
  body: Interaction;
  personal: PersonalData;
  phone?: PhoneHashes;
  transcript?: string;
  /** Stored without personal data: its customer or number was erased, or it is older than the retention. */
  forgotten?: true;
}

export interface EvaluationRecord extends Stored {
  type: 'evaluation';
  interaction_id: string;
  body: Evaluation;
  text: EvaluationText;
}

export interface QualityReviewRecord extends Stored {
  type: 'quality_review';
  interaction_id: string;
  body: QualityReview;
}

export interface DimensionRecord extends Stored {
  type: DimensionType;
  body: Dimension;
}

export interface CounterRecord extends Stored {
  type: CounterType;
  /** YYYY-MM-DD, a local date of the tenant. */
  date: string;
  dimension_id: string;
  body: Counter;
}

export interface AgentStateRecord extends Stored {
  type: 'agent_state';
  agent_id: string;
  body: AgentState;
}

export interface ShiftRecord extends Stored {
  type: 'shift';
  agent_id: string;
  body: Shift;
}

/** A record of an agent's time. */
export type AgentTimeType = 'agent_state' | 'shift';

export interface Deletion extends Versioned {
  type: RecordType;
  deleted: true;
  /** Only for daily counters. */
  date?: string;
  dimension_id?: string;
}

/** The customer that an erasure names. */
export interface ErasedCustomer {
  /** The ids under which the customer may be stored: the id as sent, or one derived with each data secret. */
  customerIds: readonly string[];
  /**
   * Hashes of the customer's phone number with each data secret. Personal data of every interaction with that number is
   * erased, even if the interaction belongs to another customer.
   */
  numbers: readonly PhoneHashes[];
}

/** A request to erase a customer: everything stored of them, and everything that arrives late. */
export interface CustomerErasure extends Versioned, ErasedCustomer {
  type: 'customer';
  deleted: true;
  /** The phone number that the id can also be read as; used if no customer is known by the id itself. */
  orNumber?: ErasedCustomer;
  /** `updated_at`, if it was sent: an erasure carried out at that instant or later is not repeated. */
  asOf?: number;
}

export type RecordType =
  | 'interaction'
  | 'evaluation'
  | 'quality_review'
  | AgentTimeType
  | DimensionType
  | CounterType;
export type KeptRecord =
  | InteractionRecord
  | EvaluationRecord
  | QualityReviewRecord
  | AgentStateRecord
  | ShiftRecord
  | DimensionRecord
  | CounterRecord;
export type IngestRecord = KeptRecord | Deletion;
export type AcceptedRecord = IngestRecord | CustomerErasure;
