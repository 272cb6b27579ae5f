import type { Column as AnswerColumn } from '../query-language/answer.ts';
import type { ExportedQuery } from '../query-language/exported-query.ts';
import type { Period } from '../time/period.ts';

export const FILE_FORMATS = ['csv', 'json', 'pdf', 'xlsx'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];
/** All formats of files: those that a request can choose, and the one of a whole tenant. */
export const STORED_FORMATS = [...FILE_FORMATS, 'ndjson'] as const;
export type StoredFormat = (typeof STORED_FORMATS)[number];

export const REPORT_TYPES = ['conversation_summary', 'agent_performance', 'cost_summary'] as const;
export const REPORT_FIELDS = [
  'conversationId',
  'channel',
  'status',
  'startedAt',
  'duration',
  'waitSeconds',
  'outcome',
  'cost',
  'sentiment',
  'intent',
  'agentId',
  'agentName',
] as const;
export const ANALYTICS_SCOPES = [
  'voice',
  'conversations',
  'all',
  'sla_quality',
  'resolution_rates',
  'performance',
  'queues',
  'agent_time',
] as const;

export const CSV_DELIMITERS = [',', ';', '\t'] as const;
export const CSV_DECIMALS = ['.', ','] as const;

/** How a CSV file is written. */
export interface CsvOptions {
  /** Whether it begins with a byte order mark, by which Excel knows UTF-8. */
  bom: boolean;
  delimiter: (typeof CSV_DELIMITERS)[number];
  /** The decimal separator of numbers. */
  decimal: (typeof CSV_DECIMALS)[number];
}

/** What specs of exports have in common whose format the request chooses. */
interface ChosenFormat {
  csv?: CsvOptions;
}

/** Scored reviews of interactions. */
export interface ReviewsSpec extends ChosenFormat {
  kind: 'reviews';
  campaignId?: string;
  callCenterId?: string;
  engagementId?: string;
}

export interface ReportSpec extends ChosenFormat {
  kind: 'report';
  type: (typeof REPORT_TYPES)[number];
  /** Empty for all agents. */
  agentIds: readonly string[];
  channel?: string;
  /** Columns of conversation_summary, in the requested order. */
  includeFields: readonly (typeof REPORT_FIELDS)[number][];
}

export interface AnalyticsSpec extends ChosenFormat {
  kind: 'analytics';
  scope: (typeof ANALYTICS_SCOPES)[number];
  callDetails: boolean;
  transcripts: boolean;
  conversations: boolean;
}

/** The rows of a query. */
export interface QuerySpec extends ChosenFormat {
  kind: 'query';
  /** As understood when the export was requested: its period is resolved. */
  query: ExportedQuery;
  columns: readonly AnswerColumn[];
}

/** All data of a tenant, including personal data in clear text. */
export interface TenantSpec {
  kind: 'tenant';
}

export type ExportSpec = ReviewsSpec | ReportSpec | AnalyticsSpec | QuerySpec | TenantSpec;
export type ExportKind = ExportSpec['kind'];

/** The content, format and period of an export. */
export interface ExportRequest {
  spec: ExportSpec;
  format: StoredFormat;
  /** Local dates in the time zone of the period, as requested. */
  from: string;
  to: string;
  period: Period;
}
