import { agentState } from './agent-state.ts';
import { articleStats, emailChannelStats } from './daily-counters.ts';
import type { RecordDefinition } from './define.ts';
import {
  agent,
  article,
  callCenter,
  campaign,
  department,
  emailChannel,
  engagement,
  queue,
  team,
} from './dimensions.ts';
import { evaluation } from './evaluation.ts';
import { interaction } from './interaction.ts';
import { qualityReview } from './quality-review.ts';
import { shift } from './shift.ts';
import type { RecordType } from './types.ts';

/** Every record type that ingest accepts, except erasures of customers. */
export const RECORDS: Readonly<Record<RecordType, RecordDefinition>> = {
  interaction,
  evaluation,
  quality_review: qualityReview,
  agent_state: agentState,
  shift,
  agent,
  team,
  department,
  campaign,
  call_center: callCenter,
  engagement,
  queue,
  email_channel: emailChannel,
  article,
  article_stats: articleStats,
  email_channel_stats: emailChannelStats,
};
