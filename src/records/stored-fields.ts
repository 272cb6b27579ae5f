import type { Interaction } from './types.ts';

/** How the stored text of a body has a field. */
export interface StoredField {
  /** The name of the field within the stored text: one letter, never used for another field. */
  key: string;
  /**
   * The value that is not stored, given the fields before this one. Never changes: it is the value of every stored row
   * without the field.
   */
  usual?: Scalar | ((body: Fields) => Scalar | undefined);
  /** Stored as seconds after `started_at`. */
  isOffset?: true;
  /** The fields of the object, or of each object of the list. */
  fields?: StoredFields;
}
export type Scalar = string | number | boolean;
/** A body, or an object in it. */
export type Fields = Readonly<Record<string, unknown>>;
export type StoredFields = Readonly<Record<string, StoredField | 'column'>>;

/** Names every field of `Body`, and every field of the objects in it, so that none is lost. */
type AllOf<Body> = { readonly [Name in keyof Body]-?: OneOf<NonNullable<Body[Name]>> };
type OneOf<Value> = Value extends Scalar
  ? StoredField | 'column'
  : string extends keyof Value
    ? StoredField
    : Value extends readonly (infer Each)[]
      ? StoredField & { fields: AllOf<Each> }
      : StoredField & { fields: AllOf<Value> };

const LONGEST_SPAN = 604_800;
const UNRESOLVED = new Set<unknown>([
  'escalated',
  'unresolved',
  'callback_scheduled',
  'abandoned',
  'unknown',
]);

/**
 * How each field of an interaction is stored: under which key, and which value is left out. `column`: only the column of
 * that name has it. In the order of the body, because the order of a body decides its digest.
 */
export const storedFields = {
  kind: { key: 'k', usual: 'call' },
  channel: { key: 'c', usual: 'phone' },
  direction: { key: 'd', usual: 'inbound' },
  status: { key: 's', usual: 'completed' },
  started_at: 'column',
  answered_at: { key: 'a', isOffset: true },
  ended_at: { key: 'e', isOffset: true },
  first_response_at: { key: 'f', isOffset: true },
  resolved_at: { key: 'r', isOffset: true },
  duration_seconds: { key: 'n', usual: (body) => span(body.answered_at, body.ended_at) },
  wait_seconds: { key: 'w', usual: (body) => span(body.started_at, body.answered_at) },
  customer_id: 'column',
  agent_id: { key: 'g' },
  team_id: { key: 't' },
  department_id: 'column',
  campaign_id: { key: 'p' },
  call_center_id: { key: 'l' },
  engagement_id: { key: 'm' },
  email_channel_id: { key: 'h' },
  article_id: { key: 'b' },
  outcome: { key: 'o', usual: usualOutcome },
  category: { key: 'y' },
  topic: { key: 'z' },
  intent: { key: 'i' },
  priority: { key: 'q' },
  transferred: { key: 'x', usual: (body) => body.outcome === 'escalated' },
  first_contact_resolved: {
    key: 'j',
    usual: ({ status, transferred, outcome }) =>
      status === 'completed' && transferred === false && !UNRESOLVED.has(outcome),
  },
  resolved_by: { key: 'u', usual: (body) => (body.resolved_at === undefined ? undefined : 'human') },
  sla: {
    key: 'v',
    fields: {
      first_response_seconds: { key: 'f' },
      resolution_seconds: { key: 'r' },
      paused_seconds: { key: 'p' },
      calendar: { key: 'c' },
      first_response_due_in: { key: 'F' },
      resolution_due_in: { key: 'R' },
    },
  },
  sentiment: { key: 'S', fields: { label: { key: 'l' }, score: { key: 's' } } },
  cost: {
    key: 'C',
    fields: { llm: { key: 'l' }, tts: { key: 't' }, stt: { key: 's' }, telephony: { key: 'p' } },
  },
  llm_usage: {
    key: 'U',
    fields: {
      provider: { key: 'p' },
      requests: { key: 'r', usual: 1 },
      input_tokens: { key: 'i' },
      output_tokens: { key: 'o' },
      latency_ms: { key: 'l' },
      errors: { key: 'e', usual: 0 },
    },
  },
  messages: { key: 'M', fields: { inbound: { key: 'i' }, outbound: { key: 'o' } } },
  queue_id: { key: 'Q' },
  queued_at: { key: 'A', isOffset: true },
  ring_seconds: { key: 'R' },
  hold_seconds: { key: 'H' },
  holds: { key: 'N' },
  wrap_seconds: { key: 'W' },
  reopens: { key: 'O' },
  reopened_at: { key: 'P', isOffset: true },
  legs: {
    key: 'L',
    fields: {
      id: { key: 'i' },
      agent_id: { key: 'g' },
      team_id: { key: 't' },
      department_id: { key: 'd' },
      queue_id: { key: 'q' },
      started_at: { key: 'b', isOffset: true },
      answered_at: { key: 'a', isOffset: true },
      ended_at: { key: 'e', isOffset: true },
      hold_seconds: { key: 'h' },
      wrap_seconds: { key: 'w' },
      disposition: { key: 'x', usual: 'answered' },
    },
  },
  attributes: { key: 'T' },
} as const satisfies AllOf<Interaction>;

function usualOutcome({ status, resolved_at }: Fields): string {
  if (resolved_at !== undefined) return 'resolved';
  return status === 'missed' || status === 'abandoned' ? 'abandoned' : 'unknown';
}

function span(from: unknown, to: unknown): number | undefined {
  if (typeof from !== 'number' || typeof to !== 'number') return undefined;
  const seconds = to - from;
  return seconds >= 0 && seconds <= LONGEST_SPAN ? seconds : undefined;
}
