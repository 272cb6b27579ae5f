/** What an endpoint can subscribe to, each with when it is sent. */
export const EVENT_TYPES = {
  'export.completed': 'A file of an export or report is ready for download.',
  'report.delivered': 'A scheduled report was made, and where it went.',
  'alert.fired': 'The condition of an alert has come true.',
  'alert.resolved': 'The condition of an alert is no longer true.',
  'record.rejected': 'Records of an ingest request were rejected: how many, and the first of them.',
  'audit.entry': 'An entry was written to the audit log.',
  'tenant.usage': 'A UTC day is over: what the tenant used on it.',
} as const;
export type EventType = keyof typeof EVENT_TYPES;
export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as [EventType, ...EventType[]];

/** Sent only to the endpoint that was asked to be tested. */
export const TEST_EVENT = 'webhook.test';

/** How an event can go out. */
export const TARGET_KINDS = ['webhook'] as const;
type TargetKind = (typeof TARGET_KINDS)[number];

/** Whom a delivery goes to: for a webhook, the id of the endpoint. */
export interface Target {
  readonly kind: TargetKind;
  readonly target: string;
}

/** Something that happened and goes out. */
export interface OutboxEvent {
  readonly type: EventType | typeof TEST_EVENT;
  /** When it happened, in seconds UTC. */
  readonly at: number;
  /** At most `BOUNDS.eventBytes` as JSON, without personal data and without secrets. */
  readonly data: Readonly<Record<string, unknown>>;
  /**
   * The same for the same event, however often its transaction is tried: a repeated one adds nothing. A new UUID of
   * version 7 if absent.
   */
  readonly id?: string;
  /** Whom it goes to besides the endpoints that subscribe to its type. */
  readonly to?: readonly Target[];
}
