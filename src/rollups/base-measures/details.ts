import type { Interaction, LlmUsage } from '../../records/types.ts';
import { type BaseMeasureRule, type BaseMeasureRules, is, ofCall, ofConversation } from './rules.ts';

const isByEmail = ({ channel }: Interaction): boolean => channel === 'email';

function ofLlm(value: (usage: LlmUsage) => number): BaseMeasureRule {
  return ofCall((call) => (call.llm_usage ?? []).reduce((sum, usage) => sum + value(usage), 0));
}

/** Base measures of language models, e-mail and deflection. */
export const DETAIL_BASE_MEASURES = {
  llm_requests: ofLlm((usage) => usage.requests),
  llm_input_tokens: ofLlm((usage) => usage.input_tokens),
  llm_output_tokens: ofLlm((usage) => usage.output_tokens),
  llm_latency_ms: ofLlm((usage) => usage.latency_ms),
  llm_errors: ofLlm((usage) => usage.errors),
  email_conversations: ofConversation((it) => is(isByEmail(it))),
  email_messages_inbound: ofConversation((it) => (isByEmail(it) ? (it.messages?.inbound ?? 0) : 0)),
  email_messages_outbound: ofConversation((it) => (isByEmail(it) ? (it.messages?.outbound ?? 0) : 0)),
  /** Conversations resolved by AI with an article. */
  conversations_deflected: ofConversation((it) =>
    is(it.resolved_at !== undefined && it.resolved_by === 'ai' && it.article_id !== undefined),
  ),
} satisfies BaseMeasureRules;
