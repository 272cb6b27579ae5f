import { isBreached, isTracked } from '../deadlines.ts';
import { type BaseMeasureRules, is, ofConversation } from './rules.ts';

/** Base measures of helpdesk conversations. */
export const CONVERSATION_BASE_MEASURES = {
  conversations: ofConversation(() => 1),
  conversations_ai_resolved: ofConversation((it) =>
    is(it.resolved_at !== undefined && it.resolved_by === 'ai'),
  ),
  conversations_human_resolved: ofConversation((it) =>
    is(it.resolved_at !== undefined && it.resolved_by !== 'ai'),
  ),
  conversations_escalated: ofConversation((it) => is(it.outcome === 'escalated')),
  first_response_seconds: ofConversation((it) => (it.first_response_at ?? it.started_at) - it.started_at),
  first_responses: ofConversation((it) => is(it.first_response_at !== undefined)),
  resolution_seconds: ofConversation((it) => (it.resolved_at ?? it.started_at) - it.started_at),
  /** SLA targets as the facts decide them. Overdue targets are counted from deadlines when a query is answered. */
  sla_first_tracked: ofConversation((it) => is(isTracked(it, 'first'))),
  sla_first_breached: ofConversation((it) => is(isBreached(it, 'first'))),
  sla_resolution_tracked: ofConversation((it) => is(isTracked(it, 'resolution'))),
  sla_resolution_breached: ofConversation((it) => is(isBreached(it, 'resolution'))),
  sla_tracked: ofConversation((it) => is(isTracked(it, 'any'))),
  sla_breached: ofConversation((it) => is(isBreached(it, 'any'))),
} satisfies BaseMeasureRules;
