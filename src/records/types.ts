import type { MaskedText } from '../privacy/redact/masked-text.ts';
import type { EvaluationText, PersonalData, PhoneHashes } from '../privacy/sealing/personal.ts';

/**
 * Facts and dimensions as they are kept: normalised, defaults filled in. Instants are whole seconds UTC,
 * durations whole seconds, money integer millionths of a dollar, scores integer ten-thousandths.
 * Absent values are left out. Property order is fixed, so that JSON text decides equality.
 */

type InteractionKind = 'call' | 'conversation';
export type InteractionStatus = 'completed' | 'missed' | 'abandoned' | 'cancelled' | 'failed' | 'open';
export type SentimentLabel = 'positive' | 'neutral' | 'negative';

export interface LlmUsage {
  provider: string;
  requests: number;
  input_tokens: number;
  output_tokens: number;
  latency_ms: number;
  errors: number;
}

/** What figures are computed from; nothing personal. */
export interface Interaction {
  kind: InteractionKind;
  channel: string;
  direction: 'inbound' | 'outbound';
  status: InteractionStatus;
  started_at: number;
  answered_at?: number;
  ended_at?: number;
  first_response_at?: number;
  resolved_at?: number;
  duration_seconds?: number;
  wait_seconds?: number;
  /** As sent, or derived from the keyed hash of the phone number or e-mail address. */
  customer_id?: string;
  agent_id?: string;
  team_id?: string;
  department_id?: string;
  campaign_id?: string;
  call_center_id?: string;
  engagement_id?: string;
  email_channel_id?: string;
  article_id?: string;
  outcome: string;
  /** Masked when it is read in, like the topic: both name groups in figures. */
  category?: MaskedText;
  topic?: MaskedText;
  intent?: string;
  priority?: 'urgent' | 'high' | 'medium' | 'low';
  transferred: boolean;
  first_contact_resolved: boolean;
  resolved_by?: 'ai' | 'human';
  sla?: { first_response_seconds?: number; resolution_seconds?: number };
  /** score in ten-thousandths. */
  sentiment?: { label: SentimentLabel; score?: number };
  /** Millionths of a dollar. */
  cost?: { llm?: number; tts?: number; stt?: number; telephony?: number };
  llm_usage?: LlmUsage[];
  messages?: { inbound?: number; outbound?: number };
}

/** Who rated, if it was not told by whoever sent the evaluation as a record. */
export interface Rater {
  /** session and key: rated by a request with that credential; public: by somebody without one. */
  kind: 'session' | 'key' | 'public';
  /** The session's user or the key's id. */
  id?: string;
  /** Of a session. */
  role?: string;
}

export interface Evaluation {
  /** 1–5, or null for an answer without a rating. */
  rating: number | null;
  has_comment: boolean;
  channel?: string;
  sent_at?: number;
  responded_at: number;
  rated_by?: Rater;
}

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
  | 'email_channel'
  | 'article';

/** Fields of every dimension record, those of its own type among them. */
export interface Dimension {
  /** Agents, teams, departments, campaigns, call centers, engagements. */
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

interface Versioned {
  /** Unique within the type: the record's id, or `date/dimension id` of a daily counter. */
  id: string;
  /** `updated_at`, seconds; the time of receipt where it was not sent. */
  version: number;
}

interface Stored extends Versioned {
  deleted: false;
  /** Keyed hash of the whole record as it is kept, `updated_at` aside; see digest.ts. */
  digest: string;
}

export interface InteractionRecord extends Stored {
  type: 'interaction';
  body: Interaction;
  personal: PersonalData;
  phone?: PhoneHashes;
  transcript?: string;
  /** Kept without anything personal: of a customer or with a number that was erased, or older than the retention. */
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

export interface Deletion extends Versioned {
  type: RecordType;
  deleted: true;
  /** Daily counters only. */
  date?: string;
  dimension_id?: string;
}

/** Whom an erasure names. */
export interface ErasedCustomer {
  /** The ids that they may be stored under: one as sent, or one derived with each data secret. */
  customerIds: readonly string[];
  /** The number that names them, hashed with each data secret: all that bears it is forgotten, whoever's it is. */
  numbers: readonly PhoneHashes[];
}

/** That a customer is to be forgotten: everything stored of them, and what of it comes late. */
export interface CustomerErasure extends Versioned, ErasedCustomer {
  type: 'customer';
  deleted: true;
  /** The number that the id reads as: meant too where nobody is known by the id itself. */
  orNumber?: ErasedCustomer;
  /** `updated_at`, where it was sent: an erasure that was carried out since then is not repeated. */
  asOf?: number;
}

export type RecordType = 'interaction' | 'evaluation' | 'quality_review' | DimensionType | CounterType;
export type KeptRecord =
  | InteractionRecord
  | EvaluationRecord
  | QualityReviewRecord
  | DimensionRecord
  | CounterRecord;
export type IngestRecord = KeptRecord | Deletion;
export type AcceptedRecord = IngestRecord | CustomerErasure;
